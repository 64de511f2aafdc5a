package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenBatch;

/**
 * Perplexity on held-out texts:
 *
 * <pre>
 * exp(-1/N sum over documents and positions i of log p(t_i | t_0 .. t_(i-1)))
 * </pre>
 *
 * over the N tokens that have something before them. The beginning-of-text token is context but never predicted; padding never counts.
 * Each document is read by itself, from its beginning.
 */
public final class Perplexity {

    private final int batchSize;

    /** @param batchSize documents in a pass, at most */
    public Perplexity(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
        this.batchSize = batchSize;
    }

    /**
     * @param variant the model as it is, adapted, or edited
     * @param progress told and asked between batches
     * @throws LacunaException if the user cancelled, or there is no token to predict
     */
    public PerplexityResult run(LanguageModel model, HeldOutTexts texts, ModelVariant variant, Progress progress)
            throws LacunaException {
        List<DocumentLikelihood> documents = new ArrayList<>();
        int done = 0;
        try (TokenLikelihoods likelihoods = new TokenLikelihoods(model, variant)) {
            for (TokenBatch batch : TokenLikelihoods.batches(texts.documents(), batchSize, model)) {
                progress.check();
                float[][] logProbabilities = likelihoods.of(batch);
                for (int row = 0; row < batch.rows(); row++) {
                    if (batch.lengths()[row] > 1) {
                        documents.add(document(batch, row, logProbabilities[row]));
                    }
                }
                done += batch.rows();
                progress.report(
                        "Perplexity on " + texts.name(), done, texts.documents().size());
            }
        }
        if (documents.isEmpty()) {
            throw new LacunaException(
                    texts.name() + " holds no text of which a token could be predicted. Use longer texts.");
        }
        documents.sort(Comparator.comparingInt(DocumentLikelihood::document));
        return PerplexityResult.of(texts, documents);
    }

    private static DocumentLikelihood document(TokenBatch batch, int row, float[] logProbabilities) {
        double sum = 0;
        for (int position = 1; position < batch.lengths()[row]; position++) {
            sum -= logProbabilities[position];
        }
        return new DocumentLikelihood(batch.documents()[row], batch.lengths()[row] - 1L, sum);
    }
}
