package lacuna.text;

import java.nio.charset.StandardCharsets;

/**
 * The one-to-one map between the 256 bytes and 256 printable characters with which byte-level BPE vocabularies are written (GPT-2):
 * printable ASCII and Latin-1 bytes stand for themselves, the 68 others for the characters from U+0100 on, in byte order. A space is
 * therefore written {@code Ġ}, a line feed {@code Ċ}.
 */
final class ByteAlphabet {

    private static final char[] CHAR_OF_BYTE = new char[256];
    private static final short[] BYTE_OF_CHAR = new short[0x100 + 256];

    static {
        java.util.Arrays.fill(BYTE_OF_CHAR, (short) -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            CHAR_OF_BYTE[b] = printable ? (char) b : next++;
            BYTE_OF_CHAR[CHAR_OF_BYTE[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    /** The printable character that stands for a byte (0..255). */
    static char charOf(int unsignedByte) {
        return CHAR_OF_BYTE[unsignedByte];
    }

    /** The byte (0..255) that a character stands for, or -1 if it is not one of the 256. */
    static int byteOf(char c) {
        return c < BYTE_OF_CHAR.length ? BYTE_OF_CHAR[c] : -1;
    }

    /** Bytes as a vocabulary writes them. */
    static String write(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            out.append(CHAR_OF_BYTE[b & 0xFF]);
        }
        return out.toString();
    }

    /** The bytes that a vocabulary entry stands for; characters outside the alphabet (as in added tokens) count as their UTF-8. */
    static byte[] read(String token) {
        var out = new java.io.ByteArrayOutputStream(token.length());
        token.codePoints().forEach(point -> {
            int b = point < 0x10000 ? byteOf((char) point) : -1;
            if (b >= 0) {
                out.write(b);
            } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }
}
