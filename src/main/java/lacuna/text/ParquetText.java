package lacuna.text;

import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import lacuna.run.LacunaException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * One text column of a Parquet file, row by row. Everything the file says about sizes is checked against the file before the library
 * allocates by it.
 */
final class ParquetText {

    private final Path file;
    private final String column;
    private final ParquetGuard guard;

    private ParquetText(Path file, String column, long limit) {
        this.file = file;
        this.column = column;
        this.guard = new ParquetGuard(file, limit);
    }

    /**
     * @param column its name, with dots where it lies within another
     * @param limit bytes that the column may unpack to
     * @param texts receives each value; rows without one are passed over
     * @throws LacunaException if the file is damaged or too large, or has no such column of text
     */
    static void read(Path file, String column, long limit, Consumer<String> texts) throws LacunaException {
        new ParquetText(file, column, limit).read(texts);
    }

    private void read(Consumer<String> texts) throws LacunaException {
        try {
            guard.requireFooter();
            try (ParquetFileReader reader = ParquetFileReader.open(
                    ParquetReader.makeInputFile(file.toFile()),
                    ParquetReadOptions.builder()
                            .withCodecFactory(new ParquetPages())
                            .build())) {
                MessageType schema = reader.getFileMetaData().getSchema();
                ColumnDescriptor descriptor = descriptor(schema);
                ColumnPath path = ColumnPath.get(descriptor.getPath());
                guard.requireSizes(reader.getFooter().getBlocks(), path::equals);
                readRows(reader, descriptor, texts);
            }
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no corpus " + file + ". Check the path.", e);
        } catch (IOException | RuntimeException e) {
            throw guard.damaged(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } catch (LinkageError | OutOfMemoryError e) {
            throw guard.damaged("it is packed in a way that cannot be read here (" + e.getMessage() + ")", e);
        }
    }

    private static void readRows(ParquetFileReader reader, ColumnDescriptor column, Consumer<String> texts)
            throws IOException {
        MessageType schema = reader.getFileMetaData().getSchema();
        MessageType only = new MessageType(schema.getName(), narrowed(schema, column.getPath(), 0));
        reader.setRequestedSchema(only);
        String createdBy = reader.getFileMetaData().getCreatedBy();
        for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
            ColumnReader values = new ColumnReadStoreImpl(
                            group, new GroupRecordConverter(only).getRootConverter(), only, createdBy)
                    .getColumnReader(column);
            for (long i = values.getTotalValueCount(); i > 0; i--) {
                if (values.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                    texts.accept(values.getBinary().toStringUsingUTF8());
                }
                values.consume();
            }
        }
    }

    /** The schema with nothing in it but the one column. */
    private static Type narrowed(GroupType group, String[] path, int depth) {
        Type field = group.getType(path[depth]);
        return field.isPrimitive()
                ? field
                : field.asGroupType().withNewFields(narrowed(field.asGroupType(), path, depth + 1));
    }

    private ColumnDescriptor descriptor(MessageType schema) throws LacunaException {
        List<ColumnDescriptor> texts = schema.getColumns().stream()
                .filter(c -> c.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY)
                .toList();
        for (ColumnDescriptor candidate : texts) {
            if (String.join(".", candidate.getPath()).equals(column)) {
                return candidate;
            }
        }
        throw new LacunaException(file + " has no column of text \"" + column + "\"; it has \""
                + String.join(
                        "\", \"",
                        texts.stream().map(c -> String.join(".", c.getPath())).toList())
                + "\". Name the column to read.");
    }
}
