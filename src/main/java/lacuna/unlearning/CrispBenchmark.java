package lacuna.unlearning;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.LoraConfig;
import lacuna.model.ModelConfig;
import lacuna.model.Pass;
import lacuna.model.Precision;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.AdamW;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;

/**
 * How fast statistics and CRISP training run on a geometry, with random weights and random tokens: 8 texts a statistics batch; 4 target
 * texts, 4 benign texts and one coherence text of 40 tokens a training step; JumpReLU SAEs at the inputs of blocks 4, 6, .., 14 with 10
 * chosen features each; LoRA of rank 4 with dropout on all projections of blocks 3 to 9; code mode.
 */
public final class CrispBenchmark {

    private static final int FIRST_SAE = 4;
    private static final int LAST_SAE = 14;
    private static final int CHOSEN = 10;
    private static final int STATISTICS_ROWS = 8;
    private static final int TRAINING_ROWS = 4;
    private static final int COHERENCE_TOKENS = 40;
    private static final int FIRST_TOKEN = 3;

    /** Shapes to measure, by their name on the command line. */
    public enum Geometry {
        /** 26 blocks and the head's share of the work as in Gemma-2-2B, at a width that a laptop computes. */
        SMALL("small", 512, 2048, 64, 57344, 4096),
        GEMMA2_2B("gemma2-2b", 2304, 9216, 256, 256000, 16384);

        private final String label;
        private final int width;
        private final int mlpWidth;
        private final int headWidth;
        private final int vocabulary;
        private final int features;

        Geometry(String label, int width, int mlpWidth, int headWidth, int vocabulary, int features) {
            this.label = label;
            this.width = width;
            this.mlpWidth = mlpWidth;
            this.headWidth = headWidth;
            this.vocabulary = vocabulary;
            this.features = features;
        }

        /** @throws LacunaException listing the names there are */
        public static Geometry named(String label) throws LacunaException {
            for (Geometry geometry : values()) {
                if (geometry.label.equals(label)) {
                    return geometry;
                }
            }
            throw new LacunaException("There is no geometry '" + label + "'. Choose one of "
                    + Arrays.stream(values()).map(g -> g.label).toList() + ".");
        }

        ModelConfig config() throws LacunaException {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("model_type", "gemma2")
                    .put("num_hidden_layers", 26)
                    .put("hidden_size", width)
                    .put("intermediate_size", mlpWidth)
                    .put("num_attention_heads", 8)
                    .put("num_key_value_heads", 4)
                    .put("head_dim", headWidth)
                    .put("query_pre_attn_scalar", headWidth)
                    .put("sliding_window", 4096)
                    .put("vocab_size", vocabulary);
            return ModelConfig.of(Path.of("geometry " + label), json);
        }
    }

    /** What was measured, under the names of the comparison's JSON. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Result(
            String geometry,
            String dtype,
            String device,
            int threads,
            String torch,
            @JsonProperty("statistics_tokens_per_s") double statisticsTokensPerSecond,
            @JsonProperty("train_steps_per_s") double trainStepsPerSecond,
            @JsonProperty("peak_memory_gib") double peakMemoryGib) {}

    private final Torch torch;
    private final Geometry geometry;
    private final Precision precision;
    private final ActivationMemory memory;
    private final SplittableRandom random = new SplittableRandom(0);

    /**
     * Weights are kept in the dtype that was asked for when the engine was started, bf16 if none was.
     *
     * @param memory how the passes of training are cut
     */
    public CrispBenchmark(Torch torch, Geometry geometry, ActivationMemory memory) {
        this.torch = torch;
        this.geometry = geometry;
        this.memory = memory;
        this.precision = switch (torch.dtype()) {
            case F32 -> Precision.F32;
            case F16 -> Precision.F16;
            case BF16, AUTO -> Precision.BF16;
        };
    }

    /**
     * Measures after one batch and one step that do not count.
     *
     * @param steps statistics batches, and training steps
     * @param tokens length of every text but the coherence text
     */
    public Result run(int steps, int tokens, Progress progress) throws LacunaException {
        ModelConfig config = geometry.config();
        try (LanguageModel model = LanguageModel.random(config, torch, precision, 0)) {
            List<SparseAutoencoder> saes = saes();
            try {
                double statistics = seconds(steps, "Statistics", progress, step -> statistics(model, saes, tokens));
                double training = training(model, saes, steps, tokens, progress);
                return new Result(
                        geometry.label,
                        precision.name().toLowerCase(Locale.ROOT),
                        torch.onGpu() ? "cuda" : "cpu",
                        torch.threads(),
                        torch.version(),
                        steps * STATISTICS_ROWS * tokens / statistics,
                        steps / training,
                        torch.peakMemoryBytes() / (double) (1L << 30));
            } finally {
                saes.forEach(SparseAutoencoder::close);
            }
        }
    }

    /** A part that is repeated. */
    @FunctionalInterface
    private interface Part {
        void run(int step) throws LacunaException;
    }

    private double seconds(int steps, String what, Progress progress, Part part) throws LacunaException {
        part.run(0); // warms up
        torch.synchronize();
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            progress.check();
            part.run(step);
            progress.report(what, step + 1, steps);
        }
        torch.synchronize();
        return (System.nanoTime() - start) / 1e9;
    }

    private void statistics(LanguageModel model, List<SparseAutoencoder> saes, int tokens) {
        TokenBatch batch = texts(STATISTICS_ROWS, tokens);
        try (Scope scope = Scope.open()) {
            var rows = ValidRows.of(batch).flat(torch.manager());
            var forward = model.forward(
                    batch,
                    Pass.residuals(saes.stream().map(SparseAutoencoder::hook).toList()));
            for (SparseAutoencoder sae : saes) {
                sae.totals(forward.residual(sae.hook()), rows);
            }
        }
    }

    private double training(LanguageModel model, List<SparseAutoencoder> saes, int steps, int tokens, Progress progress)
            throws LacunaException {
        LoraConfig lora = LoraConfig.ofBlocks(4, 8, .05, 3, 9);
        CrispConfig config = new CrispConfig(
                CrispMode.CODE,
                5,
                0,
                .99,
                .01,
                Drift.of(CrispMode.CODE),
                lora,
                1e-5,
                0,
                0,
                1,
                0,
                TRAINING_ROWS,
                1,
                tokens,
                0,
                0,
                memory);
        List<SuppressedLayer> layers = new ArrayList<>();
        try (LoraAdapter adapter = LoraAdapter.create(model, lora, 0);
                AdamW adam = new AdamW(torch, adapter.parameters(), AdamW.Config.CRISP);
                CrispLosses losses = new CrispLosses(torch, config.mode(), config.drift(), config.suppression());
                FrozenCache cache = new FrozenCache(torch, 0)) { // every batch is new, so nothing would be found
            for (SparseAutoencoder sae : saes) {
                layers.add(losses.layer(sae.hook(), sae, chosen()));
            }
            CrispGradients gradients = new CrispGradients(
                    model,
                    adapter,
                    config,
                    losses,
                    layers,
                    saes.stream().map(SparseAutoencoder::hook).toList(),
                    cache);
            return seconds(steps, "Training", progress, step -> {
                gradients.add(
                        texts(TRAINING_ROWS, tokens),
                        texts(TRAINING_ROWS, tokens),
                        List.of(texts(1, COHERENCE_TOKENS)),
                        progress);
                adam.step(config.learningRate(), config.largestNorm());
            });
        } finally {
            layers.forEach(SuppressedLayer::close);
        }
    }

    private TokenBatch texts(int rows, int tokens) {
        int[][] ids = new int[rows][];
        for (int row = 0; row < rows; row++) {
            ids[row] = random.ints(tokens, FIRST_TOKEN, geometry.vocabulary).toArray();
        }
        int[] lengths = new int[rows];
        Arrays.fill(lengths, tokens);
        return new TokenBatch(random.ints(rows).toArray(), ids, lengths);
    }

    private int[] chosen() {
        TreeSet<Integer> features = new TreeSet<>();
        while (features.size() < CHOSEN) {
            features.add(random.nextInt(geometry.features));
        }
        return features.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Columns uniform with deviation 1/sqrt(d), biases -0.1, thresholds uniform below 2; the decoder is not used. */
    private List<SparseAutoencoder> saes() {
        return IntStream.iterate(FIRST_SAE, layer -> layer <= LAST_SAE, layer -> layer + 2)
                .mapToObj(layer -> {
                    float[] encoder =
                            values(geometry.width * geometry.features, -1, 1, Math.sqrt(3.0 / geometry.width));
                    float[] bias = new float[geometry.features];
                    Arrays.fill(bias, -.1f);
                    SaeWeights weights = new SaeWeights(
                            geometry.width,
                            geometry.features,
                            encoder,
                            bias,
                            new float[encoder.length],
                            new float[geometry.width],
                            values(geometry.features, 0, 2, 1));
                    return SparseAutoencoder.of(
                            torch, HookPoint.residPre(layer), new Gate.JumpRelu(), EncoderInput.RAW, weights);
                })
                .toList();
    }

    private float[] values(int count, double from, double to, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble(from, to) * scale);
        }
        return values;
    }
}
