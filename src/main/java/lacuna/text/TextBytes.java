package lacuna.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import lacuna.run.LacunaException;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Bytes of a file to text: what a byte order mark says, else UTF-8, else what Mozilla's detector takes it for. UTF-8 with a few
 * damaged bytes is refused and not read as something else: that would turn every other accent into two wrong characters.
 *
 * @param encoding name of the charset it was read with
 */
record TextBytes(String text, String encoding) {

    private static final String REMEDY = " Save the file as UTF-8 and read it again.";

    /** How far a text could be decoded. */
    private record Attempt(String text, int end, boolean whole) {}

    static TextBytes decode(byte[] bytes, String file) throws LacunaException {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return strictly(bytes, 3, StandardCharsets.UTF_8, file);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return strictly(bytes, 2, StandardCharsets.UTF_16LE, file);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return strictly(bytes, 2, StandardCharsets.UTF_16BE, file);
        }
        Attempt utf8 = attempt(bytes, 0, StandardCharsets.UTF_8);
        if (utf8.whole() && utf8.text().indexOf('\0') < 0) {
            return new TextBytes(utf8.text(), "UTF-8");
        }
        Optional<TextBytes> detected = mostlyUtf8(bytes) ? Optional.empty() : detected(bytes);
        return detected.isPresent() ? detected.get() : strictly(bytes, 0, StandardCharsets.UTF_8, file);
    }

    private static Optional<TextBytes> detected(byte[] bytes) {
        Optional<Charset> charset = zeros(bytes) == 0 ? detectedCharset(bytes) : utf16(bytes);
        return charset.flatMap(found -> {
            Attempt attempt = attempt(bytes, 0, found);
            return attempt.whole() && attempt.text().chars().noneMatch(TextBytes::isOdd)
                    ? Optional.of(new TextBytes(attempt.text(), found.name()))
                    : Optional.empty();
        });
    }

    private static Optional<Charset> detectedCharset(byte[] bytes) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(bytes);
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        try {
            // a few accented words are too little for the detector; of single-byte encodings this is the most common
            return Optional.of(Charset.forName(name == null ? "windows-1252" : name));
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }

    /** UTF-16 without a mark: in Western text every other byte is zero. */
    private static Optional<Charset> utf16(byte[] bytes) {
        int[] zeros = new int[2];
        for (int i = 0; i < bytes.length; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        int half = bytes.length / 2;
        if (bytes.length % 2 == 0 && zeros[1] > half / 2 && zeros[0] == 0) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return bytes.length % 2 == 0 && zeros[0] > half / 2 && zeros[1] == 0
                ? Optional.of(StandardCharsets.UTF_16BE)
                : Optional.empty();
    }

    /** Whether more multi-byte characters of UTF-8 stand there than bytes that it does not allow. */
    private static boolean mostlyUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        long wrong = 0;
        long right = 0;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            right += out.flip().chars().filter(c -> c > 127).count();
            out.clear();
            if (result.isError()) {
                wrong++;
                in.position(in.position() + Math.min(result.length(), in.remaining()));
                decoder.reset();
            } else if (result.isUnderflow()) {
                return wrong > 0 && right >= wrong;
            }
        }
    }

    private static TextBytes strictly(byte[] bytes, int start, Charset charset, String file) throws LacunaException {
        Attempt attempt = attempt(bytes, start, charset);
        String text = attempt.text();
        if (!attempt.whole()) {
            int at = attempt.end();
            String found = at < bytes.length ? String.format(Locale.ROOT, "0x%02X", bytes[at] & 0xFF) : "the end";
            throw new LacunaException(file + " is not " + charset + " text: byte " + found + " at offset " + at
                    + ", line " + lineAt(text, text.length()) + "." + REMEDY);
        }
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw new LacunaException(file + " has a zero character in line " + lineAt(text, zero)
                    + ": it is a binary file, or UTF-16 without a byte order mark." + REMEDY);
        }
        return new TextBytes(text, charset.name());
    }

    private static Attempt attempt(byte[] bytes, int start, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        // no charset of the detector's gives more chars than bytes
        CharBuffer out = CharBuffer.allocate(bytes.length - start);
        boolean whole = !decoder.decode(in, out, true).isError();
        return new Attempt(out.flip().toString(), in.position(), whole);
    }

    /** Control characters that no text holds. */
    private static boolean isOdd(int c) {
        return c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }

    private static long zeros(byte[] bytes) {
        long zeros = 0;
        for (byte b : bytes) {
            zeros += b == 0 ? 1 : 0;
        }
        return zeros;
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
