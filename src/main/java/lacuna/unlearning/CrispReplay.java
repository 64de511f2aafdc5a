package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureStatisticsCollector;
import lacuna.features.LayerStatistics;
import lacuna.features.StatisticsConfig;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.AdamW;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * Repeats a run of CRISP from stored inputs, in the mode the case names, and compares statistics, chosen features, gradients and losses
 * with what another program stored: what {@code doctor crisp} prints. The folder holds model/, adapter_initial/, sae.L.safetensors,
 * case.json and expected.safetensors.
 */
public final class CrispReplay {

    private static final StatisticsConfig STATISTICS = new StatisticsConfig(8, 1, 8, 8, 1000);

    /**
     * Largest relative differences.
     *
     * @param mode the one the case was run in
     * @param salientEqual whether every layer chooses the same features in the same order
     * @param maxRelStatistics of counts and sums, relative to the largest of their kind in the layer
     * @param maxRelLoss of the three losses and their total, over all steps
     * @param maxRelGradient of step 0, relative to each factor's largest entry, and of the global norm over all steps
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Result(
            CrispMode mode, boolean salientEqual, double maxRelStatistics, double maxRelLoss, double maxRelGradient) {}

    private final Torch torch;
    private final Set<Saving> savings;
    private final ActivationMemory memory;

    public CrispReplay(Torch torch) {
        this(torch, Saving.ALL, ActivationMemory.WHOLE);
    }

    /**
     * @param savings those to make, so that a test can do without one
     * @param memory how the passes are cut
     */
    CrispReplay(Torch torch, Set<Saving> savings, ActivationMemory memory) {
        this.torch = torch;
        this.savings = savings;
        this.memory = memory;
    }

    /** @throws LacunaException if the folder is not laid out so, or its model or SAEs are of a kind that is not supported */
    public Result run(Path folder, Progress progress) throws LacunaException {
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder.resolve("model"), torch);
                LoraAdapter adapter = LoraAdapter.read(folder.resolve("adapter_initial"), model);
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
                CrispCase stored = CrispCase.read(folder, torch)) {
            FeatureStatistics statistics = FeatureStatisticsCollector.run(
                    model, stored.saes(), stored.target(), stored.benign(), STATISTICS, progress);
            double worst = 0;
            boolean salient = true;
            for (LayerStatistics layer : statistics.layers()) {
                String name = Integer.toString(layer.hook().layer());
                worst = Math.max(worst, difference(layer, expected.floats("stats." + name)));
                int[] chosen = FeatureSelector.select(layer, stored.selection()).stream()
                        .mapToInt(SelectedFeature::feature)
                        .toArray();
                salient &= Arrays.equals(chosen, ints(expected.longs("salient." + name)));
            }
            double[] training = train(model, adapter, expected, stored, progress);
            return new Result(stored.mode(), salient, worst, training[0], training[1]);
        }
    }

    /** @param wanted [4][d_sae]: target count, benign count, target sum, benign sum */
    private static double difference(LayerStatistics layer, float[] wanted) {
        float[] got = new float[4 * layer.features()];
        for (int feature = 0; feature < layer.features(); feature++) {
            got[feature] = layer.targetCount()[feature];
            got[layer.features() + feature] = layer.benignCount()[feature];
            got[2 * layer.features() + feature] = (float) layer.targetSum()[feature];
            got[3 * layer.features() + feature] = (float) layer.benignSum()[feature];
        }
        double worst = 0;
        for (int row = 0; row < 4; row++) {
            int from = row * layer.features();
            worst = Math.max(worst, relative(part(got, from, layer.features()), part(wanted, from, layer.features())));
        }
        return worst;
    }

    private static float[] part(float[] values, int from, int length) {
        return Arrays.copyOfRange(values, from, from + length);
    }

    /** [largest relative difference of losses, of gradients] */
    private double[] train(
            LanguageModel model, LoraAdapter adapter, Safetensors expected, CrispCase stored, Progress progress)
            throws LacunaException {
        CrispConfig config = stored.config(adapter).withMemory(memory);
        double loss = 0;
        double gradient = 0;
        List<SuppressedLayer> layers = new ArrayList<>();
        try (AdamW adam = new AdamW(torch, adapter.parameters(), AdamW.Config.CRISP);
                CrispLosses losses = new CrispLosses(torch, config.mode(), config.drift(), config.suppression());
                FrozenCache cache = new FrozenCache(torch, 1 << 24)) {
            List<HookPoint> sites = new ArrayList<>();
            for (SparseAutoencoder sae : stored.saes()) {
                HookPoint site = config.mode().site(sae.hook());
                sites.add(site);
                int[] chosen = ints(expected.longs("salient." + sae.hook().layer()));
                if (chosen.length > 0) {
                    layers.add(losses.layer(site, sae, chosen));
                }
            }
            CrispGradients gradients =
                    new CrispGradients(model, adapter, config, losses, layers, sites, cache, savings);
            for (JsonNode wanted : stored.settings().path("log")) {
                int step = wanted.path("step").asInt();
                CrispGradients.Losses got = gradients.add(
                        batch(stored.target(), step, config.batchSize()),
                        batch(stored.benign(), step, config.batchSize()),
                        List.of(BatchOrder.inTurn(stored.coherence(), step, 1)),
                        progress);
                loss = Math.max(loss, relative(got.unlearn(), wanted.path("unlearn")));
                loss = Math.max(loss, relative(got.retain(), wanted.path("retain")));
                loss = Math.max(loss, relative(got.coherence(), wanted.path("coherence")));
                loss = Math.max(loss, relative(got.total(), wanted.path("total")));
                if (step == 0) {
                    gradient = gradientDifference(adapter, expected);
                }
                double norm = adam.step(config.learningRateAt(step), Double.POSITIVE_INFINITY);
                gradient = Math.max(gradient, relative(norm, wanted.path("grad_norm")));
            }
            return new double[] {loss, gradient};
        } finally {
            layers.forEach(SuppressedLayer::close);
        }
    }

    /** Step s uses texts (b s, .., b s + b - 1) modulo their number. */
    private static TokenBatch batch(List<TokenizedDocument> documents, int step, int size) {
        return BatchOrder.inTurn(documents, step, size);
    }

    private static double gradientDifference(LoraAdapter adapter, Safetensors expected) throws LacunaException {
        double worst = 0;
        for (int i = 0; i < adapter.names().size(); i++) {
            try (Scope scope = Scope.open()) {
                NDArray got = adapter.parameters().get(i).getGradient();
                worst = Math.max(
                        worst,
                        relative(
                                got.toFloatArray(),
                                expected.floats("grad." + adapter.names().get(i))));
            }
        }
        return worst;
    }

    private static double relative(double got, JsonNode wanted) {
        return Math.abs(got - wanted.asDouble()) / Math.max(Math.abs(wanted.asDouble()), 1e-9);
    }

    /** Largest difference over the largest magnitude. */
    private static double relative(float[] got, float[] wanted) {
        double difference = 0;
        double magnitude = 1e-12;
        for (int i = 0; i < wanted.length; i++) {
            difference = Math.max(difference, Math.abs(got[i] - wanted[i]));
            magnitude = Math.max(magnitude, Math.abs(wanted[i]));
        }
        return difference / magnitude;
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }
}
