package lacuna.unlearning;

import java.util.List;
import lacuna.run.LacunaException;
import lacuna.text.TokenizedDocument;

/**
 * What a run reads, tokenized and cut to length.
 *
 * @param target what is to be forgotten
 * @param benign what must not move
 * @param coherence a few general texts on which the final state must not move; may be empty
 */
public record UnlearnTexts(
        List<TokenizedDocument> target, List<TokenizedDocument> benign, List<TokenizedDocument> coherence) {

    public UnlearnTexts {
        target = List.copyOf(target);
        benign = List.copyOf(benign);
        coherence = List.copyOf(coherence);
    }

    void requireBoth() throws LacunaException {
        requireSome(target, "target");
        requireSome(benign, "benign");
    }

    private static void requireSome(List<TokenizedDocument> documents, String name) throws LacunaException {
        if (documents.isEmpty()) {
            throw new LacunaException(
                    "The " + name + " corpus has no texts; unlearning needs both target and benign texts.");
        }
    }

    /** Cuts longer texts. */
    UnlearnTexts cutTo(int maxTokens) {
        return new UnlearnTexts(cut(target, maxTokens), cut(benign, maxTokens), cut(coherence, maxTokens));
    }

    private static List<TokenizedDocument> cut(List<TokenizedDocument> documents, int maxTokens) {
        return documents.stream()
                .map(document -> document.length() <= maxTokens
                        ? document
                        : new TokenizedDocument(
                                document.index(),
                                java.util.Arrays.copyOf(document.ids(), maxTokens),
                                document.contentStart()))
                .toList();
    }

    /** A number that changes with any token. */
    int fingerprint() {
        int hash = 1;
        for (List<TokenizedDocument> documents : List.of(target, benign, coherence)) {
            for (TokenizedDocument document : documents) {
                hash = 31 * hash + java.util.Arrays.hashCode(document.ids());
            }
            hash = 31 * hash + documents.size();
        }
        return hash;
    }
}
