package lacuna.evaluation;

import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/** Scores rows of tokens batch by batch; rows that a journal knows are passed over, the others are put down in it. */
final class RowScores {

    private final LanguageModel model;
    private final ModelVariant variant;
    private final int batchSize;

    /** How the rows of a batch are scored. */
    @FunctionalInterface
    interface Rule {
        /** @return [rows][scores] */
        double[][] of(TokenBatch batch, TokenLikelihoods likelihoods) throws LacunaException;
    }

    RowScores(LanguageModel model, ModelVariant variant, int batchSize) {
        this.model = model;
        this.variant = variant;
        this.batchSize = batchSize;
    }

    /**
     * @param rows the index of each is its place here
     * @param activity for the progress, which is told and asked between batches
     * @return [rows][scores]
     */
    double[][] of(List<TokenizedDocument> rows, Rule rule, RowJournal journal, Progress progress, String activity)
            throws LacunaException {
        double[][] scores = new double[rows.size()][];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = journal.get(row);
        }
        List<TokenizedDocument> missing =
                rows.stream().filter(row -> scores[row.index()] == null).toList();
        int done = rows.size() - missing.size();
        try (TokenLikelihoods likelihoods = new TokenLikelihoods(model, variant)) {
            for (TokenBatch batch : TokenLikelihoods.batches(missing, batchSize, model)) {
                progress.check();
                double[][] found = rule.of(batch, likelihoods);
                for (int i = 0; i < found.length; i++) {
                    scores[batch.documents()[i]] = found[i];
                    journal.put(batch.documents()[i], found[i]);
                }
                done += batch.rows();
                progress.report(activity, done, rows.size());
            }
        }
        return scores;
    }
}
