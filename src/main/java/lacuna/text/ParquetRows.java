package lacuna.text;

import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lacuna.run.LacunaException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows of a small Parquet file as JSON objects: texts, whole numbers, and lists of either; other fields are left out. */
public final class ParquetRows {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ParquetRows() {}

    /**
     * @param columns those to read; what the file lacks of them is left out
     * @param limit bytes that they may unpack to
     * @throws LacunaException if the file cannot be read, is damaged or too large, or has none of the columns
     */
    public static List<JsonNode> read(Path file, Set<String> columns, long limit) throws LacunaException {
        ParquetGuard guard = new ParquetGuard(file, limit);
        try {
            guard.requireFooter();
            try (ParquetFileReader reader = ParquetFileReader.open(
                    ParquetReader.makeInputFile(file.toFile()),
                    ParquetReadOptions.builder()
                            .withCodecFactory(new ParquetPages())
                            .build())) {
                MessageType schema = reader.getFileMetaData().getSchema();
                List<Type> wanted = schema.getFields().stream()
                        .filter(field -> columns.contains(field.getName()))
                        .toList();
                if (wanted.isEmpty()) {
                    throw new LacunaException(
                            file + " has none of the columns " + String.join(", ", columns) + "; it has "
                                    + String.join(
                                            ", ",
                                            schema.getFields().stream()
                                                    .map(Type::getName)
                                                    .toList())
                                    + ".");
                }
                guard.requireSizes(reader.getFooter().getBlocks(), path -> columns.contains(path.toArray()[0]));
                return rows(reader, new MessageType(schema.getName(), wanted));
            }
        } catch (IOException | RuntimeException e) {
            throw guard.damaged(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } catch (LinkageError | OutOfMemoryError e) {
            throw guard.damaged("it is packed in a way that cannot be read here (" + e.getMessage() + ")", e);
        }
    }

    private static List<JsonNode> rows(ParquetFileReader reader, MessageType wanted) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        reader.setRequestedSchema(wanted);
        for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
            RecordReader<Group> records =
                    new ColumnIOFactory().getColumnIO(wanted).getRecordReader(pages, new GroupRecordConverter(wanted));
            for (long row = 0; row < pages.getRowCount(); row++) {
                rows.add(object(records.read()));
            }
        }
        return rows;
    }

    private static ObjectNode object(Group group) {
        ObjectNode object = JSON.objectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            if (group.getFieldRepetitionCount(field) > 0) {
                object.set(type.getFieldName(field), value(group, field, 0));
            }
        }
        return object;
    }

    private static JsonNode value(Group group, int field, int index) {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> JSON.textNode(group.getBinary(field, index).toStringUsingUTF8());
                case INT32 -> JSON.numberNode(group.getInteger(field, index));
                case INT64 -> JSON.numberNode(group.getLong(field, index));
                default -> JSON.missingNode();
            };
        }
        Group inner = group.getGroup(field, index);
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
                ? list(inner)
                : object(inner);
    }

    /** A list is a group with one repeated field, mostly itself a group around one element. */
    private static ArrayNode list(Group list) {
        ArrayNode array = JSON.arrayNode();
        Type repeated = list.getType().getType(0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (repeated.isPrimitive()) {
                array.add(value(list, 0, i));
                continue;
            }
            Group element = list.getGroup(0, i);
            array.add(element.getFieldRepetitionCount(0) > 0 ? value(element, 0, 0) : JSON.nullNode());
        }
        return array;
    }
}
