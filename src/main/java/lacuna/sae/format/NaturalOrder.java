package lacuna.sae.format;

import java.util.Comparator;

/** Names with numbers in the order of the numbers: layers.2 before layers.10. */
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        return padded(a).compareTo(padded(b));
    }

    private static String padded(String name) {
        StringBuilder text = new StringBuilder();
        int digits = 0;
        for (int i = name.length() - 1; i >= -1; i--) {
            boolean digit = i >= 0 && Character.isDigit(name.charAt(i));
            if (!digit && digits > 0) {
                text.append("0".repeat(Math.max(0, 8 - digits)));
                digits = 0;
            }
            if (digit) {
                digits++;
            }
            if (i >= 0) {
                text.append(name.charAt(i));
            }
        }
        return text.reverse().toString();
    }
}
