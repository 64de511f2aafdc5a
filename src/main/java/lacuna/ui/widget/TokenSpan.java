package lacuna.ui.widget;

/**
 * Tokens that belong together.
 *
 * @param first from 0
 * @param end after the last
 */
public record TokenSpan(int first, int end) {

    static TokenSpan between(int one, int other) {
        return new TokenSpan(Math.min(one, other), Math.max(one, other) + 1);
    }

    boolean holds(int token) {
        return token >= first && token < end;
    }
}
