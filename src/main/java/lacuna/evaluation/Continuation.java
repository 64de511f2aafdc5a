package lacuna.evaluation;

import lacuna.run.LacunaException;
import lacuna.text.Tokenizer;

/**
 * Prompt and continuation as one row of tokens.
 *
 * @param ids [tokens], behind the beginning-of-text token where the tokenizer prepends one
 * @param start position of the continuation's first token
 * @param contentStart position of the first token that stands for text
 */
record Continuation(int[] ids, int start, int contentStart) {

    /**
     * Tokenizes prompt and continuation as one text, because tokenized apart they may give other tokens. The continuation begins at
     * the first token that reaches beyond the prompt's last character: a token that lies across the boundary counts, since without it
     * a part of the continuation would be free, and tokenizers that leave the leading space out of a span are read rightly too.
     */
    static Continuation of(Tokenizer tokenizer, String prompt, String continuation) {
        Tokenizer.Encoded encoded = tokenizer.encode(prompt + continuation);
        int contentStart = tokenizer.prependsBos() ? 1 : 0;
        int[] ids = new int[contentStart + encoded.length()];
        if (contentStart == 1) {
            ids[0] = tokenizer.bosId();
        }
        System.arraycopy(encoded.ids(), 0, ids, contentStart, encoded.length());
        int first = encoded.length() - 1; // at least one token is scored, whatever a tokenizer's offsets say
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.ends()[i] > prompt.length()) {
                first = i;
                break;
            }
        }
        if (ids.length < 2) {
            throw new IllegalArgumentException(
                    "'" + prompt + continuation + "' gives " + ids.length + " tokens, expected 2");
        }
        // decision: nothing can be said of a row's very first token, so it is never scored
        return new Continuation(ids, Math.max(1, contentStart + first), contentStart);
    }

    /** Tokens of the continuation. */
    int tokens() {
        return ids.length - start;
    }

    /**
     * Without the first tokens of its text, to fit into a context; a beginning-of-text token stays. All choices of a question lose
     * the same number, so that they stay comparable.
     *
     * @param where file and question, for the complaint
     * @throws LacunaException if not even the continuation would be left whole
     */
    Continuation withoutFirst(int count, String where) throws LacunaException {
        if (start - count < Math.max(1, contentStart)) {
            throw new LacunaException(
                    where + ": a choice does not fit into the model's context. Shorten it, or use another model.");
        }
        int[] shorter = new int[ids.length - count];
        System.arraycopy(ids, 0, shorter, 0, contentStart);
        System.arraycopy(ids, contentStart + count, shorter, contentStart, shorter.length - contentStart);
        return new Continuation(shorter, start - count, contentStart);
    }
}
