package lacuna.text;

/**
 * Tokens of one document, beginning with the beginning-of-text token where the tokenizer prepends one.
 *
 * @param index place of the document in its corpus, from 0
 * @param ids [tokens]
 * @param contentStart position of the first token that stands for text: 1 behind a beginning-of-text token, else 0
 */
public record TokenizedDocument(int index, int[] ids, int contentStart) {

    /** A document whose first token is the beginning of text. */
    public TokenizedDocument(int index, int[] ids) {
        this(index, ids, 1);
    }

    /** Number of tokens, the beginning of text included. */
    public int length() {
        return ids.length;
    }
}
