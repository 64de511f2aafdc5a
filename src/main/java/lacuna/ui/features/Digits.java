package lacuna.ui.features;

/** Numbers by their first digits, without making a text of each. */
final class Digits {

    private Digits() {}

    /**
     * Whether a number, written in decimal, begins with what was typed: 31 begins 31 and 317 but not 1310.
     *
     * @param typed digits only
     */
    static boolean begin(int number, String typed) {
        if (typed.isEmpty() || typed.length() > 10 || typed.charAt(0) == '0') {
            return typed.isEmpty() || typed.equals("0") && number == 0;
        }
        long wanted = Long.parseLong(typed);
        long left = number;
        while (left > wanted) {
            left /= 10;
        }
        return left == wanted;
    }
}
