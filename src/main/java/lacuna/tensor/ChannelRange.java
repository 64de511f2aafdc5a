package lacuna.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Some bytes of a file as a stream; closing it leaves the file open. */
final class ChannelRange extends InputStream {

    private final FileChannel channel;
    private final long end;
    private long position;

    ChannelRange(FileChannel channel, long start, long length) {
        this.channel = channel;
        this.position = start;
        this.end = start + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - position);
        int read = wanted <= 0 ? -1 : channel.read(ByteBuffer.wrap(into, offset, wanted), position);
        position += Math.max(0, read);
        return read;
    }
}
