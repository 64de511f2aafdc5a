package lacuna.ui.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tokens set in lines: breaks fall between words, and after a line break in the text. */
final class HeatLayout {

    /** A token's place; {@code text} is what is drawn for it. */
    record Cell(int token, String text, double x, double width) {}

    /** What stands for a line break in the text. */
    static final String RETURN = "\u21b5";

    private final List<List<Cell>> lines = new ArrayList<>();
    private final List<Cell> line = new ArrayList<>();
    private final ToDoubleFunction<String> measure;
    private final double width;
    private double x;

    /**
     * @param width of the lines, pixels
     * @param measure the width of a text, pixels
     */
    HeatLayout(List<HeatToken> tokens, double width, ToDoubleFunction<String> measure) {
        this.width = Math.max(1, width);
        this.measure = measure;
        int from = 0;
        while (from < tokens.size()) {
            int to = endOfWord(tokens, from);
            place(tokens, from, to);
            from = to;
        }
        if (!line.isEmpty()) {
            breakLine();
        }
    }

    List<List<Cell>> lines() {
        return lines;
    }

    /** A word is a token and those after it that do not begin with a space. */
    private static int endOfWord(List<HeatToken> tokens, int from) {
        int to = from + 1;
        while (to < tokens.size()
                && !endsLine(tokens.get(to - 1).piece())
                && !beginsWord(tokens.get(to).piece())) {
            to++;
        }
        return to;
    }

    private static boolean beginsWord(String piece) {
        return piece.isEmpty() || Character.isWhitespace(piece.charAt(0));
    }

    private static boolean endsLine(String piece) {
        return piece.indexOf('\n') >= 0;
    }

    private void place(List<HeatToken> tokens, int from, int to) {
        double wordWidth = 0;
        for (int i = from; i < to; i++) {
            wordWidth += measure.applyAsDouble(shown(tokens.get(i).piece()));
        }
        if (x > 0 && x + wordWidth > width) {
            breakLine();
        }
        for (int i = from; i < to; i++) {
            String piece = tokens.get(i).piece();
            // a space at the head of a line would only indent it
            String text = x == 0 ? shown(piece).stripLeading() : shown(piece);
            if (text.isEmpty()) {
                text = " ";
            }
            double tokenWidth = measure.applyAsDouble(text);
            if (x > 0 && x + tokenWidth > width) {
                breakLine();
            }
            line.add(new Cell(i, text, x, Math.min(tokenWidth, width)));
            x += tokenWidth;
            if (endsLine(piece)) {
                breakLine();
            }
        }
    }

    private void breakLine() {
        lines.add(List.copyOf(line));
        line.clear();
        x = 0;
    }

    private static String shown(String piece) {
        return piece.replace("\r", "").replace("\n", RETURN).replace('\t', ' ');
    }
}
