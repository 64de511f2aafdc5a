package lacuna.features;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import lacuna.text.TokenizedDocument;

/**
 * The tokens of a corpus, once, for all the passages that show a part of it. 4 bytes a token.
 *
 * @param documents [n] places of the documents in their corpus, ascending
 * @param starts [n + 1] where each begins in {@code ids}
 * @param ids [tokens]
 */
record CorpusTokens(int[] documents, int[] starts, int[] ids) {

    static CorpusTokens of(List<TokenizedDocument> corpus) {
        List<TokenizedDocument> ordered = corpus.stream()
                .sorted(Comparator.comparingInt(TokenizedDocument::index))
                .toList();
        int[] documents = new int[ordered.size()];
        int[] starts = new int[ordered.size() + 1];
        for (int i = 0; i < documents.length; i++) {
            documents[i] = ordered.get(i).index();
            starts[i + 1] = Math.addExact(starts[i], ordered.get(i).length());
        }
        int[] ids = new int[starts[documents.length]];
        for (int i = 0; i < documents.length; i++) {
            System.arraycopy(ordered.get(i).ids(), 0, ids, starts[i], starts[i + 1] - starts[i]);
        }
        return new CorpusTokens(documents, starts, ids);
    }

    /** Some tokens of a document. */
    int[] part(int document, int from, int to) {
        int start = starts[Arrays.binarySearch(documents, document)];
        return Arrays.copyOfRange(ids, start + from, start + to);
    }

    /** Whether these positions exist. */
    boolean holds(int document, int from, int to) {
        int place = Arrays.binarySearch(documents, document);
        return place >= 0 && from >= 0 && from <= to && to <= starts[place + 1] - starts[place];
    }
}
