package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which words of two texts differ: those outside a longest common subsequence of words.
 *
 * @param before pieces that make up the first text
 * @param after pieces that make up the second
 * @param common words that both have, in order
 * @param words of the longer text
 */
record WordDiff(List<Piece> before, List<Piece> after, int common, int words) {

    /** A stretch of words, with the space behind them, that are all in the other text or all not. */
    record Piece(String text, boolean changed) {}

    private static final Pattern WORD = Pattern.compile("\\S+\\s*|^\\s+");
    // decision: beyond this a table of n x m lengths is not worth its memory for a picture of differences
    private static final int MOST_WORDS = 2000;

    static WordDiff of(String before, String after) {
        List<String> a = words(before);
        List<String> b = words(after);
        if (a.size() > MOST_WORDS || b.size() > MOST_WORDS) {
            return new WordDiff(List.of(new Piece(before, false)), List.of(new Piece(after, false)), 0, a.size());
        }
        int[][] length = lengths(a, b);
        boolean[] keptA = new boolean[a.size()];
        boolean[] keptB = new boolean[b.size()];
        int i = 0;
        int j = 0;
        int common = 0;
        while (i < a.size() && j < b.size()) {
            if (same(a.get(i), b.get(j))) {
                keptA[i++] = true;
                keptB[j++] = true;
                common++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return new WordDiff(pieces(a, keptA), pieces(b, keptB), common, Math.max(a.size(), b.size()));
    }

    boolean isIdentical() {
        return common == words;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group()).toList();
    }

    /** [i][j]: length of a longest common subsequence of a from i and b from j. */
    private static int[][] lengths(List<String> a, List<String> b) {
        int[][] length = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                length[i][j] = same(a.get(i), b.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        return length;
    }

    private static boolean same(String a, String b) {
        return a.strip().equals(b.strip());
    }

    private static List<Piece> pieces(List<String> words, boolean[] kept) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kept.length; i++) {
            text.append(words.get(i));
            if (i + 1 == kept.length || kept[i] != kept[i + 1]) {
                pieces.add(new Piece(text.toString(), !kept[i]));
                text.setLength(0);
            }
        }
        return pieces;
    }
}
