package lacuna.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import lacuna.run.LacunaException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/** Checks what a Parquet file says about sizes against the file before the library allocates by it. */
final class ParquetGuard {

    private final Path file;
    private final long limit;

    /** @param limit bytes that the columns read may unpack to */
    ParquetGuard(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** The footer's length stands in the last bytes of the file; the library would believe it. */
    void requireFooter() throws IOException, LacunaException {
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

    /** @param read whether a column is read */
    void requireSizes(List<BlockMetaData> blocks, Predicate<ColumnPath> read) throws IOException, LacunaException {
        long size = Files.size(file);
        long whole = 0;
        for (BlockMetaData block : blocks) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (read.test(chunk.getPath())) {
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

    LacunaException damaged(String why, @Nullable Throwable cause) {
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
