package lacuna.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vocabulary entries as a reader sees them. */
final class Pieces {

    private static final Pattern FALLBACK_BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");

    private Pieces() {}

    /** An entry written with {@link ByteAlphabet}. */
    static String ofByteLevel(String entry) {
        return ofBytes(ByteAlphabet.read(entry));
    }

    /** An entry in which U+2581 stands for a space and {@code <0x0A>} for a byte. */
    static String ofSentencePiece(String entry) {
        Matcher single = FALLBACK_BYTE.matcher(entry);
        return single.matches()
                ? ofBytes(new byte[] {(byte) Integer.parseInt(single.group(1), 16)})
                : entry.replace('\u2581', ' ');
    }

    /** UTF-8 where it is, {@code \xE6} where it is not. */
    private static String ofBytes(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder();
        while (true) {
            boolean malformed = decoder.decode(in, out, true).isMalformed();
            text.append(out.flip());
            out.clear();
            if (!malformed) {
                return text.toString();
            }
            text.append(String.format(Locale.ROOT, "\\x%02X", in.get() & 0xFF));
            decoder.reset();
        }
    }
}
