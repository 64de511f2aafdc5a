package lacuna.evaluation;

import java.util.List;
import lacuna.text.Corpus;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokenizer;
import lacuna.text.Tokens;

/**
 * Tokenized texts that were not trained on, to measure before and after.
 *
 * @param name of the corpus
 * @param sha256 of the corpus
 * @param maxTokens length at which documents were cut off, the beginning-of-text token included
 */
public record HeldOutTexts(String name, String sha256, int maxTokens, List<TokenizedDocument> documents) {

    public HeldOutTexts {
        documents = List.copyOf(documents);
    }

    public static HeldOutTexts of(Corpus corpus, Tokenizer tokenizer, int maxTokens) {
        return new HeldOutTexts(
                corpus.name(), corpus.sha256(), maxTokens, Tokens.tokenize(corpus, tokenizer, maxTokens));
    }
}
