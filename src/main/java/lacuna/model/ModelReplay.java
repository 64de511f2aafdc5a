package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;

/** Runs a model or an adapter against numbers stored beside it by another implementation: what {@code doctor} prints. */
public final class ModelReplay {

    private static final int PROMPT = 6;

    /**
     * Differences over valid positions.
     *
     * @param maxAbsLogits largest absolute difference of logits
     * @param maxRelResidual largest difference of a residual stream, relative to the largest magnitude at that hook point; null if none is stored
     * @param greedyEqual whether the greedy continuation is the same, token for token
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ModelResult(
            String family, double maxAbsLogits, @Nullable Double maxRelResidual, boolean greedyEqual) {}

    /** Largest absolute differences of logits with the adapter applied, and with the adapter merged into the weights. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record AdapterResult(double maxAbsLogitsAdapter, double maxAbsLogitsMerged) {}

    private final Torch torch;

    public ModelReplay(Torch torch) {
        this.torch = torch;
    }

    /** Replays {@code expected.safetensors}, or a {@code golden_greedy.json} with greedy ids and first logits. */
    public ModelResult model(Path folder) throws LacunaException {
        Path golden = folder.resolve("golden_greedy.json");
        Path expected = folder.resolve("expected.safetensors");
        if (!Files.exists(expected) && !Files.exists(golden)) {
            throw new LacunaException(
                    folder + " holds neither expected.safetensors nor golden_greedy.json, so there is nothing"
                            + " to compare with.");
        }
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder, torch)) {
            return Files.exists(expected) ? against(model, expected) : againstGolden(model, golden);
        }
    }

    private ModelResult against(LanguageModel model, Path expected) throws LacunaException {
        try (Safetensors file = Safetensors.open(expected);
                Scope scope = Scope.open()) {
            long[] shape = file.entry("input_ids").shape();
            NDArray ids = torch.manager().create(file.longs("input_ids"), new Shape(shape));
            long[] mask = file.longs("attention_mask");
            TreeSet<HookPoint> taps = new TreeSet<>();
            for (int layer = 0; layer < model.config().layers(); layer++) {
                if (file.has("resid_post." + layer)) {
                    taps.add(HookPoint.residPost(layer));
                }
            }
            Forward forward = model.forward(ids, new Pass(taps, true, true, null, false), null);
            double residual = 0;
            for (HookPoint tap : taps) {
                residual = Math.max(residual, relative(forward.residual(tap), file.floats(tap.toString()), mask));
            }
            if (file.has("final_normed")) {
                residual = Math.max(residual, relative(forward.finalState(), file.floats("final_normed"), mask));
            }
            double logits = largest(forward.logits().toFloatArray(), file.floats("logits"), mask)[0];
            boolean stored = !taps.isEmpty() || file.has("final_normed");
            return new ModelResult(
                    model.config().family(),
                    logits,
                    stored ? residual : null,
                    greedyEqual(model, file.longs("greedy")));
        }
    }

    private static boolean greedyEqual(LanguageModel model, long[] expected) throws LacunaException {
        int[] ids = Arrays.stream(expected).mapToInt(Math::toIntExact).toArray();
        int[] prompt = Arrays.copyOf(ids, PROMPT);
        int[] got = new Generator(model)
                .generate(
                        prompt,
                        GenerationConfig.greedy(ids.length - PROMPT),
                        ModelVariant.UNCHANGED,
                        Progress.NONE,
                        id -> {});
        return Arrays.equals(got, Arrays.copyOfRange(ids, PROMPT, ids.length));
    }

    private ModelResult againstGolden(LanguageModel model, Path golden) throws LacunaException {
        JsonNode json = Json.readTree(golden);
        int[] ids = ints(json.path("ids"));
        int[] got = new Generator(model)
                .generate(
                        new int[] {ids[0]},
                        GenerationConfig.greedy(ids.length - 1),
                        ModelVariant.UNCHANGED,
                        Progress.NONE,
                        id -> {});
        try (Scope scope = Scope.open()) {
            NDArray first = torch.manager().create(new long[] {ids[0]}, new Shape(1, 1));
            float[] logits =
                    model.forward(first, Pass.forLogits(), null).logits().toFloatArray();
            double worst = 0;
            JsonNode expected = json.path("first_logits");
            for (int i = 0; i < Math.min(logits.length, expected.size()); i++) {
                worst = Math.max(worst, Math.abs(logits[i] - expected.get(i).asDouble()));
            }
            return new ModelResult(
                    model.config().family(), worst, null, Arrays.equals(got, Arrays.copyOfRange(ids, 1, ids.length)));
        }
    }

    /** Replays {@code adapter_logits.safetensors}: one text without the adapter, with it, and merged. */
    public AdapterResult adapter(Path folder) throws LacunaException {
        Path modelFolder = Files.isDirectory(folder.resolve("model")) ? folder.resolve("model") : folder;
        Path adapterFolder = Files.isDirectory(folder.resolve("adapter_initial"))
                ? folder.resolve("adapter_initial")
                : folder.resolve("adapter");
        Path merged = null;
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(modelFolder, torch);
                LoraAdapter adapter = LoraAdapter.read(adapterFolder, model);
                Safetensors file = Safetensors.open(folder.resolve("adapter_logits.safetensors"))) {
            merged = java.nio.file.Files.createTempDirectory("lacuna-merged");
            ModelFiles.saveMerged(model, adapter, merged);
            double with = difference(model, adapter, file, "logits_adapter");
            try (LanguageModel whole = LanguageModel.openWithoutTokenizer(merged, torch)) {
                return new AdapterResult(with, difference(whole, null, file, "logits_merged"));
            }
        } catch (java.io.IOException e) {
            throw new LacunaException(
                    "Cannot make a temporary folder for the merged model: " + e.getMessage() + ".", e);
        } finally {
            if (merged != null) {
                lacuna.run.AtomicFiles.deleteTree(merged);
            }
        }
    }

    private double difference(LanguageModel model, @Nullable LoraAdapter adapter, Safetensors file, String tensor)
            throws LacunaException {
        try (Scope scope = Scope.open()) {
            long[] shape = file.entry("input_ids").shape();
            NDArray ids = torch.manager().create(file.longs("input_ids"), new Shape(shape));
            long[] everyPosition = new long[Math.toIntExact(shape[0] * shape[1])];
            Arrays.fill(everyPosition, 1);
            float[] logits = model.forward(ids, Pass.forLogits().with(adapter), null)
                    .logits()
                    .toFloatArray();
            return largest(logits, file.floats(tensor), everyPosition)[0];
        }
    }

    private static double relative(NDArray got, float[] expected, long[] mask) {
        double[] worst = largest(got.toFloatArray(), expected, mask);
        return worst[0] / worst[1];
    }

    /** [largest absolute difference, largest magnitude expected] over positions whose mask is 1. */
    private static double[] largest(float[] got, float[] expected, long[] mask) {
        int width = expected.length / mask.length;
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            if (mask[i / width] == 1) {
                difference = Math.max(difference, Math.abs(got[i] - expected[i]));
                magnitude = Math.max(magnitude, Math.abs(expected[i]));
            }
        }
        return new double[] {difference, magnitude};
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }
}
