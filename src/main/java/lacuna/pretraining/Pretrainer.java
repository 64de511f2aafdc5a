package lacuna.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import lacuna.model.Attention;
import lacuna.model.LanguageModel;
import lacuna.model.ModelConfig;
import lacuna.model.ModelFiles;
import lacuna.model.Pass;
import lacuna.model.RopeScaling;
import lacuna.model.Weights;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;
import lacuna.tensor.Dtype;
import lacuna.tensor.Kernels;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import lacuna.text.BpeTrainer;
import lacuna.text.Corpus;
import lacuna.text.Document;
import lacuna.text.Tokenizer;

/**
 * Trains a small Llama-layout model from scratch: its tokenizer first, then next-token cross-entropy with AdamW over rows packed from
 * the corpora. Writes a checkpoint every so many steps and takes it up when started again.
 */
public final class Pretrainer {

    private static final double LARGEST_GRADIENT_NORM = 1;
    private static final String CHECKPOINT = "checkpoint.safetensors";

    /** Steps done and the mean cross-entropy, in nats a token, of the last hundred of them. */
    public record PretrainResult(int steps, long tokens, double loss, long parameters) {}

    private final Torch torch;
    private final PretrainConfig config;
    private final Path file;

    /** @param file where the configuration was read; its paths are relative to it */
    public Pretrainer(Torch torch, PretrainConfig config, Path file) {
        this.torch = torch;
        this.config = config;
        this.file = file;
    }

    /** @param folder becomes a model folder that transformers loads */
    public PretrainResult run(Path folder, Progress progress) throws LacunaException {
        List<Corpus> corpora = new ArrayList<>();
        for (PretrainConfig.Source source : config.texts()) {
            corpora.add(Corpus.read(file.resolveSibling(source.path())));
        }
        if (config.start() != null) {
            ModelFiles.copyTokenizer(file.resolveSibling(config.start()), folder);
        } else if (!Files.exists(folder.resolve("tokenizer.json"))) {
            List<String> texts = corpora.stream()
                    .flatMap(corpus -> corpus.documents().stream())
                    .map(Document::text)
                    .toList();
            BpeTrainer.train(texts, config.vocabulary(), BpeTrainer.SPECIAL_TOKENS, folder, progress);
        }
        Tokenizer tokenizer = Tokenizer.open(folder);
        NDManager manager = torch.manager().newSubManager();
        ModelConfig shape = shape(tokenizer);
        Weights weights = config.start() == null
                ? Weights.of(shape, initial(shape, manager))
                : Weights.read(file.resolveSibling(config.start()), shape, manager);
        weights.named(shape).values().forEach(leaf -> leaf.setRequiresGradient(true));
        try (LanguageModel model =
                LanguageModel.of(folder, shape, weights, tokenizer, torch, manager, config.precision())) {
            PretrainResult result = train(model, streams(corpora, tokenizer), folder, progress);
            ModelFiles.save(model, Dtype.F32, folder);
            Files.deleteIfExists(folder.resolve(CHECKPOINT));
            return result;
        } catch (java.io.IOException e) {
            throw new LacunaException("Cannot remove the checkpoint in " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private ModelConfig shape(Tokenizer tokenizer) {
        return new ModelConfig(
                "llama",
                config.layers(),
                config.width(),
                config.heads(),
                config.keyValueHeads(),
                config.width() / config.heads(),
                config.mlpWidth(),
                tokenizer.vocabularySize(),
                config.contextLength(),
                1e-5,
                Attention.full(RopeScaling.plain(10000), config.width() / config.heads()),
                0,
                false,
                true,
                Dtype.F32);
    }

    /** Normal(0, 0.02), the maps that write to the residual stream scaled by 1/sqrt(2 layers) (GPT-2's rule); norms one. */
    private Map<String, NDArray> initial(ModelConfig shape, NDManager manager) {
        SplittableRandom random = new SplittableRandom(config.seed());
        Map<String, NDArray> named = new LinkedHashMap<>();
        Weights.layout(shape).forEach((name, dimensions) -> {
            float[] values = new float[(int) new Shape(dimensions).size()];
            boolean writesResidual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
            double deviation = writesResidual ? 0.02 / Math.sqrt(2.0 * shape.layers()) : 0.02;
            for (int i = 0; i < values.length; i++) {
                values[i] = dimensions.length == 1 ? 1 : (float) (gaussian(random) * deviation);
            }
            NDArray array = manager.create(values, new Shape(dimensions));
            NDScope.unregister(array);
            named.put(name, array);
        });
        return named;
    }

    private static double gaussian(SplittableRandom random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private List<TokenStream> streams(List<Corpus> corpora, Tokenizer tokenizer) {
        List<TokenStream> streams = new ArrayList<>();
        for (Corpus corpus : corpora) {
            List<int[]> documents = new ArrayList<>();
            for (Document document : corpus.documents()) {
                int[] content = tokenizer.encode(document.text()).ids();
                int[] ids = new int[content.length + 2];
                ids[0] = tokenizer.bosId();
                System.arraycopy(content, 0, ids, 1, content.length);
                ids[ids.length - 1] = tokenizer.eosId();
                documents.add(ids);
            }
            streams.add(new TokenStream(documents, config.seed() + 31L * streams.size() + 1));
        }
        return streams;
    }

    private PretrainResult train(LanguageModel model, List<TokenStream> streams, Path folder, Progress progress)
            throws LacunaException {
        Map<String, NDArray> parameters = model.weights().named(model.config());
        List<NDArray> leaves = List.copyOf(parameters.values());
        SplittableRandom choice = new SplittableRandom(config.seed() ^ 0x5DEECE66DL);
        AdamW.Config adam = new AdamW.Config(0.9, 0.95, 1e-8, config.weightDecay(), false);
        double recent = Double.NaN;
        try (AdamW optimizer = new AdamW(torch, leaves, adam);
                Kernels losses = Kernels.load(torch, LanguageModel.class, "language.torchscript", Map.of())) {
            int first = restore(folder.resolve(CHECKPOINT), parameters, optimizer);
            for (int step = 0; step < config.steps(); step++) {
                int[][] rows = rows(streams, choice);
                if (step < first) {
                    continue; // the streams are moved past what was seen before the interruption
                }
                progress.check();
                double loss = step(model, losses, rows);
                optimizer.step(config.rate(step), LARGEST_GRADIENT_NORM);
                recent = Double.isNaN(recent) ? loss : 0.98 * recent + 0.02 * loss;
                progress.report(
                        String.format(Locale.ROOT, "Training the model, loss %.3f nats/token", recent),
                        step + 1,
                        config.steps());
                if ((step + 1) % config.checkpointEvery() == 0 && step + 1 < config.steps()) {
                    checkpoint(folder.resolve(CHECKPOINT), parameters, optimizer);
                }
            }
        }
        long tokens = (long) config.steps() * config.batchRows() * config.contextLength();
        return new PretrainResult(config.steps(), tokens, recent, model.config().parameters());
    }

    private int[][] rows(List<TokenStream> streams, SplittableRandom choice) {
        double total = config.texts().stream()
                .mapToDouble(PretrainConfig.Source::weight)
                .sum();
        int[][] rows = new int[config.batchRows()][config.contextLength() + 1];
        for (int[] row : rows) {
            double point = choice.nextDouble() * total;
            int source = 0;
            while (source < streams.size() - 1
                    && point >= config.texts().get(source).weight()) {
                point -= config.texts().get(source++).weight();
            }
            streams.get(source).fill(row);
        }
        return rows;
    }

    private double step(LanguageModel model, Kernels losses, int[][] rows) {
        try (Scope scope = Scope.open();
                Tape tape = Tape.open()) {
            int width = config.contextLength();
            long[] inputs = new long[rows.length * width];
            long[] targets = new long[rows.length * width];
            for (int r = 0; r < rows.length; r++) {
                for (int i = 0; i < width; i++) {
                    inputs[r * width + i] = rows[r][i];
                    targets[r * width + i] = rows[r][i + 1];
                }
            }
            Shape shape = new Shape(rows.length, width);
            NDArray ids = torch.manager().create(inputs, shape);
            NDArray logits = model.forward(ids, Pass.forLogits(), null).logits(); // [rows, pos, vocabulary]
            NDArray loss =
                    losses.apply("next_token_loss", logits, torch.manager().create(targets, shape));
            tape.backward(loss);
            return loss.toType(DataType.FLOAT32, false).getFloat();
        }
    }

    private static void checkpoint(Path file, Map<String, NDArray> parameters, AdamW optimizer) throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("steps", Long.toString(optimizer.steps()));
        parameters.forEach((name, array) -> writer.array(name, array, Dtype.F32));
        optimizer.state().forEach((name, array) -> writer.array(name, array, Dtype.F32));
        writer.write(file);
    }

    private static int restore(Path file, Map<String, NDArray> parameters, AdamW optimizer) throws LacunaException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Safetensors saved = Safetensors.open(file)) {
            for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
                saved.require(
                        parameter.getKey(), parameter.getValue().getShape().getShape());
                parameter.getValue().set(java.nio.FloatBuffer.wrap(saved.floats(parameter.getKey())));
            }
            Map<String, float[]> moments = new LinkedHashMap<>();
            for (String name : optimizer.state().keySet()) {
                moments.put(name, saved.floats(name));
            }
            int steps = Integer.parseInt(saved.metadata().getOrDefault("steps", "0"));
            optimizer.restore(steps, name -> java.util.Objects.requireNonNull(moments.get(name)));
            return steps;
        }
    }

    /** Reads a configuration file. */
    public static PretrainConfig readConfig(Path file) throws LacunaException {
        return Json.read(file, PretrainConfig.class);
    }
}
