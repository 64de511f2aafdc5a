package lacuna.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From texts to token ids. */
public final class Tokens {

    private Tokens() {}

    /**
     * Tokenizes a corpus document by document.
     *
     * @param maxTokens length at which documents are cut off, the beginning-of-text token included; at least 2
     * @return in corpus order; documents that give no token at all are left out, hence the index in each
     */
    public static List<TokenizedDocument> tokenize(Corpus corpus, Tokenizer tokenizer, int maxTokens) {
        if (maxTokens < 2) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", expected at least 2");
        }
        List<TokenizedDocument> result = new ArrayList<>(corpus.documents().size());
        for (int index = 0; index < corpus.documents().size(); index++) {
            int[] ids = withBos(tokenizer, corpus.documents().get(index).text());
            int contentStart = tokenizer.prependsBos() ? 1 : 0;
            if (ids.length > contentStart) {
                int[] cut = ids.length <= maxTokens ? ids : Arrays.copyOf(ids, maxTokens);
                result.add(new TokenizedDocument(index, cut, contentStart));
            }
        }
        return result;
    }

    /** Tokens of a text as the model expects them: behind the beginning-of-text token if the tokenizer prepends one. */
    public static int[] withBos(Tokenizer tokenizer, String text) {
        int[] content = tokenizer.encode(text).ids();
        if (!tokenizer.prependsBos()) {
            return content;
        }
        int[] ids = new int[content.length + 1];
        ids[0] = tokenizer.bosId();
        System.arraycopy(content, 0, ids, 1, content.length);
        return ids;
    }
}
