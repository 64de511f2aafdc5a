package lacuna.ui.widget;

/**
 * One token of a passage as it is painted.
 *
 * @param piece its text, leading space and line break included
 * @param id its number in the vocabulary, or -1 where there is none to show
 * @param value its activation; 0 and below is not coloured
 * @param flagged underlined: the passage's peak, or a token that differs
 */
public record HeatToken(String piece, int id, double value, boolean flagged) {

    public HeatToken(String piece, int id, double value) {
        this(piece, id, value, false);
    }
}
