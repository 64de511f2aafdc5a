package lacuna.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import lacuna.run.LacunaException;

/** Bytes of a file to text: UTF-8, or UTF-16 if its byte order mark says so, and nothing else. */
final class TextBytes {

    private static final String REMEDY = " Save the file as UTF-8 and read it again.";

    private TextBytes() {}

    static String decode(byte[] bytes, String file) throws LacunaException {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return decode(bytes, 3, StandardCharsets.UTF_8, file);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return decode(bytes, 2, StandardCharsets.UTF_16LE, file);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return decode(bytes, 2, StandardCharsets.UTF_16BE, file);
        }
        return decode(bytes, 0, StandardCharsets.UTF_8, file);
    }

    private static String decode(byte[] bytes, int start, Charset charset, String file) throws LacunaException {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        // UTF-8 never gives more chars than bytes, UTF-16 half as many
        CharBuffer out = CharBuffer.allocate(bytes.length - start);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int at = in.position();
            String found = at < bytes.length ? String.format(Locale.ROOT, "0x%02X", bytes[at] & 0xFF) : "the end";
            throw new LacunaException(file + " is not " + charset + " text: byte " + found + " at offset " + at
                    + ", line " + lineAt(text, text.length()) + "." + REMEDY);
        }
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw new LacunaException(file + " has a zero character in line " + lineAt(text, zero)
                    + ": it is a binary file, or UTF-16 without a byte order mark." + REMEDY);
        }
        return text;
    }

    private static long lineAt(String text, int position) {
        return 1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
