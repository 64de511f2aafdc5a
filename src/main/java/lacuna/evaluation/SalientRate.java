package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.Forward;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * How often the suppressed features fire on what a model wrote, when the frozen model reads it: the share of continuation tokens at which
 * any of them is above zero. A proxy for the presence of the concept, as good as the features stand for it.
 */
public final class SalientRate {

    private static final int BATCH = 8;

    private SalientRate() {}

    /**
     * @param texts made by any variant of the model
     * @param chosen the suppressed features, each SAE once
     * @return NaN if there is no token
     */
    public static double of(
            LanguageModel model, List<GeneratedText> texts, List<ChosenFeatures> chosen, Progress progress)
            throws LacunaException {
        List<Continuation> rows = new ArrayList<>();
        List<TokenizedDocument> documents = new ArrayList<>();
        for (GeneratedText text : texts) {
            if (!text.text().isEmpty()) {
                Continuation row = Continuation.of(model.tokenizer(), text.prompt(), text.text());
                int excess = Math.max(0, row.ids().length - model.config().contextLength());
                Continuation fitting = excess == 0 ? row : row.withoutFirst(excess, "A continued prompt");
                rows.add(fitting);
                documents.add(new TokenizedDocument(documents.size(), fitting.ids(), fitting.contentStart()));
            }
        }
        Pass pass = Pass.residuals(chosen.stream().map(c -> c.sae().hook()).toList());
        long[] counts = new long[2]; // firing, all
        for (TokenBatch batch : TokenLikelihoods.batches(documents, BATCH, model)) {
            progress.check();
            Tape.paused(() -> {
                count(model, pass, batch, rows, chosen, counts);
                return counts;
            });
        }
        return (double) counts[0] / counts[1];
    }

    private static void count(
            LanguageModel model,
            Pass pass,
            TokenBatch batch,
            List<Continuation> rows,
            List<ChosenFeatures> chosen,
            long[] counts) {
        boolean[] fires = new boolean[batch.rows() * batch.width()];
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, pass);
            for (ChosenFeatures features : chosen) {
                int[] indices = features.indices();
                float[] activations = features.sae()
                        .encode(forward.residual(features.sae().hook()), indices)
                        .toFloatArray(); // [batch, pos, chosen]
                for (int i = 0; i < activations.length; i++) {
                    fires[i / indices.length] |= activations[i] > 0;
                }
            }
        }
        for (int row = 0; row < batch.rows(); row++) {
            int start = rows.get(batch.documents()[row]).start();
            for (int position = start; position < batch.lengths()[row]; position++) {
                counts[0] += fires[row * batch.width() + position] ? 1 : 0;
                counts[1]++;
            }
        }
    }
}
