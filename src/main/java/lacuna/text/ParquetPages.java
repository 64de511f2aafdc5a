package lacuna.text;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/** Unpacks the pages of a Parquet file: gzip through Java (the library would ask Hadoop for it), everything else through the library. */
final class ParquetPages implements CompressionCodecFactory {

    private final CompressionCodecFactory library = HadoopCodecs.newFactory(0);

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.GZIP ? new Gzip() : library.getDecompressor(codec);
    }

    @Override
    public void release() {
        library.release();
    }

    private static final class Gzip implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpack(packed.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer to, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            to.put(unpack(bytes, size));
        }

        private static byte[] unpack(byte[] packed, int size) throws IOException {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                byte[] plain = in.readNBytes(size);
                if (plain.length < size) {
                    throw new EOFException("a page is cut off");
                }
                return plain;
            }
        }

        @Override
        public void release() {
            // holds nothing
        }
    }
}
