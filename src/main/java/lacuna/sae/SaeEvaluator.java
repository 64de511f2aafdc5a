package lacuna.sae;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import lacuna.activations.ResidualSource;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/** Measures SAEs on text: the self-test of a loader and the closing report of a training. One pass over the model serves all of them. */
public final class SaeEvaluator {

    /** Share of tokens above which a feature counts as dense. */
    public static final double DENSE = 0.1;

    /** What was measured of one SAE: its report and how often each feature was on. */
    public record Measured(SaeReport report, double[] firingShare) {}

    private SaeEvaluator() {}

    /**
     * @param documents at least one with a token that counts
     * @param batchSize documents the model reads at once
     * @return in the order of the SAEs
     */
    public static List<Measured> measure(
            ResidualSource source,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> documents,
            int batchSize,
            Progress progress)
            throws LacunaException {
        List<List<HookPoint>> sites = new ArrayList<>();
        List<List<SaeTally>> sums = new ArrayList<>();
        SortedSet<HookPoint> taps = new TreeSet<>();
        for (SparseAutoencoder sae : saes) {
            sae.requireWidth(source.width(sae.hook()));
            List<HookPoint> around = around(sae.hook(), source.layers());
            sites.add(around);
            taps.addAll(around);
            sums.add(around.stream().map(site -> new SaeTally(sae)).toList());
        }
        List<HookPoint> hooks = List.copyOf(taps);
        List<TokenBatch> batches = Batcher.inOrder(documents, batchSize, source.padId());
        for (int i = 0; i < batches.size(); i++) {
            progress.check();
            try (Scope scope = Scope.open()) {
                ValidRows valid = ValidRows.of(batches.get(i));
                NDArray rows = valid.flat(source.torch().manager());
                List<NDArray> residuals = source.residuals(batches.get(i), hooks);
                for (int s = 0; s < saes.size(); s++) {
                    for (int site = 0; site < sites.get(s).size(); site++) {
                        NDArray x = residuals.get(hooks.indexOf(sites.get(s).get(site)));
                        sums.get(s).get(site).add(x, rows);
                    }
                }
            }
            progress.report("Measuring SAEs on held-out text", i + 1, batches.size());
        }
        List<Measured> result = new ArrayList<>();
        for (int s = 0; s < saes.size(); s++) {
            result.add(measured(saes.get(s), sites.get(s), sums.get(s)));
        }
        return result;
    }

    /** The site itself first, then one block before and after. */
    private static List<HookPoint> around(HookPoint hook, int layers) {
        List<HookPoint> sites = new ArrayList<>(List.of(hook));
        if (hook.layer() > 0) {
            sites.add(new HookPoint(hook.kind(), hook.layer() - 1));
        }
        if (hook.layer() + 1 < layers) {
            sites.add(new HookPoint(hook.kind(), hook.layer() + 1));
        }
        return sites;
    }

    private static Measured measured(SparseAutoencoder sae, List<HookPoint> sites, List<SaeTally> sums) {
        Map<String, Double> at = new LinkedHashMap<>();
        for (int site = 0; site < sites.size(); site++) {
            at.put(sites.get(site).toString(), sums.get(site).varianceExplained());
        }
        SaeTally own = sums.get(0);
        double threshold = 0;
        for (float value : sae.threshold().toFloatArray()) {
            threshold += value / (double) sae.features();
        }
        SaeReport report = new SaeReport(
                sae.hook().toString(),
                sae.features(),
                own.tokens(),
                own.l0(),
                own.varianceExplained(),
                at,
                own.share(share -> share == 0),
                own.share(share -> share > DENSE),
                threshold);
        return new Measured(report, own.rates());
    }
}
