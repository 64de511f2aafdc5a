package lacuna.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lacuna.activations.ResidualSource;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.SparseEntries;
import lacuna.tensor.Scope;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * E[a&sup2;] of every feature over the tokens of a corpus, those at which it is off included; beginning of text and padding do not count.
 *
 * @param target by feature, on the target corpus
 * @param benign by feature, on the benign corpus
 */
public record MeanSquares(HookPoint hook, double[] target, double[] benign) {

    /** Measures on request, for choices that need it. */
    @FunctionalInterface
    public interface Source {
        List<MeanSquares> measure() throws LacunaException;
    }

    /**
     * Reads both corpora once, in the order of the model.
     *
     * @throws lacuna.run.Cancelled if the user asked to stop, within a batch
     */
    public static List<MeanSquares> of(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> target,
            List<TokenizedDocument> benign,
            int batchSize,
            Progress progress)
            throws LacunaException {
        double[][] first = of(model, saes, target, "target", batchSize, progress);
        double[][] second = of(model, saes, benign, "benign", batchSize, progress);
        List<MeanSquares> layers = new ArrayList<>();
        for (int i = 0; i < saes.size(); i++) {
            layers.add(new MeanSquares(saes.get(i).hook(), first[i], second[i]));
        }
        layers.sort(Comparator.comparing(MeanSquares::hook));
        return layers;
    }

    private static double[][] of(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> texts,
            String corpus,
            int batchSize,
            Progress progress)
            throws LacunaException {
        double[][] sums = new double[saes.size()][];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new double[saes.get(i).features()];
        }
        List<HookPoint> hooks = saes.stream().map(SparseAutoencoder::hook).toList();
        ResidualSource source = ResidualSource.of(model);
        long tokens = 0;
        int done = 0;
        for (TokenBatch batch : batches(texts, batchSize, source.padId())) {
            progress.check();
            ValidRows valid = ValidRows.of(batch);
            if (valid.size() > 0) {
                try (Scope scope = Scope.open()) {
                    var rows = valid.flat(source.torch().manager());
                    var residuals = source.residuals(batch, hooks);
                    for (int i = 0; i < sums.length; i++) {
                        add(saes.get(i).entries(residuals.get(i), rows), sums[i]);
                    }
                }
            }
            tokens += valid.size();
            done += batch.rows();
            progress.report("Squared activations on the " + corpus + " texts", done, texts.size());
        }
        for (double[] layer : sums) {
            for (int i = 0; i < layer.length; i++) {
                layer[i] = tokens == 0 ? 0 : layer[i] / tokens;
            }
        }
        return sums;
    }

    private static List<TokenBatch> batches(List<TokenizedDocument> texts, int batchSize, int padId) {
        List<TokenizedDocument> ordered = texts.stream()
                .sorted(Comparator.comparingInt(TokenizedDocument::length))
                .toList();
        return Batcher.inOrder(ordered, batchSize, padId);
    }

    private static void add(SparseEntries entries, double[] sums) {
        for (int i = 0; i < entries.size(); i++) {
            double a = entries.values()[i];
            sums[entries.features()[i]] += a * a;
        }
    }
}
