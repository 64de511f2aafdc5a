package lacuna.text;

import blue.strategic.parquet.ParquetReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * One text column of a Parquet file, row by row. Everything the file says about sizes is checked against the file before the library
 * allocates by it.
 */
final class ParquetText {

    private final Path file;
    private final String column;
    private final long limit;

    private ParquetText(Path file, String column, long limit) {
        this.file = file;
        this.column = column;
        this.limit = limit;
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
            requireFooter();
            try (ParquetFileReader reader = ParquetFileReader.open(
                    ParquetReader.makeInputFile(file.toFile()),
                    ParquetReadOptions.builder()
                            .withCodecFactory(new ParquetPages())
                            .build())) {
                MessageType schema = reader.getFileMetaData().getSchema();
                ColumnDescriptor descriptor = descriptor(schema);
                requireSizes(reader.getFooter().getBlocks(), descriptor);
                readRows(reader, descriptor, texts);
            }
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no corpus " + file + ". Check the path.", e);
        } catch (IOException | RuntimeException e) {
            throw damaged(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } catch (LinkageError | OutOfMemoryError e) {
            throw damaged("it is packed in a way that cannot be read here (" + e.getMessage() + ")", e);
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

    /** The footer's length stands in the last bytes of the file; the library would believe it. */
    private void requireFooter() throws IOException, LacunaException {
        try (var channel = Files.newByteChannel(file)) {
            ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            if (channel.size() < 12) {
                throw damaged("it is too short", null);
            }
            channel.position(channel.size() - 8);
            while (end.hasRemaining() && channel.read(end) >= 0) {}
            long length = end.flip().getInt();
            if (end.getInt() != 0x31524150 || length <= 0 || length > channel.size() - 12) {
                throw damaged("it does not end as a Parquet file does", null);
            }
        }
    }

    private void requireSizes(List<BlockMetaData> blocks, ColumnDescriptor descriptor)
            throws IOException, LacunaException {
        long size = Files.size(file);
        long whole = 0;
        ColumnPath path = ColumnPath.get(descriptor.getPath());
        for (BlockMetaData block : blocks) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.getPath().equals(path)) {
                    long start = chunk.getStartingPos();
                    if (start < 4 || chunk.getTotalSize() < 0 || chunk.getTotalSize() > size - start) {
                        throw damaged("a column is said to lie outside of the file", null);
                    }
                    whole += unpackedSize(chunk);
                    if (whole > limit) {
                        throw CorpusBytes.tooLarge(file, limit);
                    }
                }
            }
        }
    }

    /** Walks from page to page of a chunk and adds up what they say they unpack to. */
    private long unpackedSize(ColumnChunkMetaData chunk) throws IOException, LacunaException {
        long unpacked = 0;
        try (CountingStream in = new CountingStream(Files.newInputStream(file))) {
            in.skipNBytes(chunk.getStartingPos());
            long end = in.count + chunk.getTotalSize();
            while (in.count < end) {
                PageHeader page = Util.readPageHeader(in);
                if (page.getCompressed_page_size() < 0
                        || page.getUncompressed_page_size() < 0
                        || page.getCompressed_page_size() > end - in.count) {
                    throw damaged("a page is said to be larger than its column", null);
                }
                unpacked += page.getUncompressed_page_size();
                in.skipNBytes(page.getCompressed_page_size());
            }
        }
        return unpacked;
    }

    private LacunaException damaged(String why, @Nullable Throwable cause) {
        return new LacunaException(file + " cannot be read as Parquet: " + why + ". Fetch or write it again.", cause);
    }

    /** Knows how far it has come. */
    private static final class CountingStream extends InputStream {

        private final InputStream in;
        private long count;

        CountingStream(InputStream in) {
            this.in = new BufferedInputStream(in, 1 << 14);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = in.read(to, from, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = in.skip(bytes);
            count += skipped;
            return skipped;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
