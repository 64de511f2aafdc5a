package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * How probable the frozen model finds what another wrote: the perplexity of continuations given their prompts. A fluency proxy: babble is
 * improbable, but so is an unusual good sentence, and a loop becomes probable; read it beside repetition.
 */
public final class ContinuationScores {

    private static final int BATCH = 8;

    private ContinuationScores() {}

    /**
     * @param texts made by any variant of the model; those without a token are passed over
     * @return exp of the mean over all continuations' tokens; NaN if there is none
     * @throws LacunaException if the user cancelled
     */
    public static double perplexityUnderFrozen(LanguageModel model, List<GeneratedText> texts, Progress progress)
            throws LacunaException {
        List<Continuation> rows = new ArrayList<>();
        for (GeneratedText text : texts) {
            if (!text.text().isEmpty()) {
                Continuation whole = Continuation.of(model.tokenizer(), text.prompt(), text.text());
                int excess = Math.max(0, whole.ids().length - model.config().contextLength());
                rows.add(excess == 0 ? whole : whole.withoutFirst(excess, "A continued prompt"));
            }
        }
        List<TokenizedDocument> documents = new ArrayList<>();
        rows.forEach(row -> documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart())));
        double sum = 0;
        long tokens = 0;
        int done = 0;
        try (TokenLikelihoods likelihoods = new TokenLikelihoods(model, ModelVariant.UNCHANGED)) {
            for (TokenBatch batch : TokenLikelihoods.batches(documents, BATCH, model)) {
                progress.check();
                float[][] logProbabilities = likelihoods.of(batch);
                for (int i = 0; i < batch.rows(); i++) {
                    int start = rows.get(batch.documents()[i]).start();
                    for (int position = start; position < batch.lengths()[i]; position++) {
                        sum -= logProbabilities[i][position];
                        tokens++;
                    }
                }
                done += batch.rows();
                progress.report("Continuations under the frozen model", done, rows.size());
            }
        }
        return Math.exp(sum / tokens);
    }
}
