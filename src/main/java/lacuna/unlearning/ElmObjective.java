package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.Pass;
import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokenizer;

/** ELM; see {@link ElmConfig}. Texts are read one by one, gradients of a step's texts are added. */
final class ElmObjective implements Objective {

    /** PyTorch's AdamW with its defaults. */
    private static final AdamW.Config OPTIMIZER = new AdamW.Config(0.9, 0.999, 1e-8, 0.01, false);

    private static final String STOP = ". ";

    private final ElmConfig config;
    private final LanguageModel model;
    private final UnlearnTexts texts;
    private final LoraAdapter adapter;
    private final EditedModel edited;
    private final HookPoint last;
    private final ElmKernels kernels;
    private final ElmWriter writer;

    private ElmObjective(UnlearnInputs inputs, ElmConfig config, LoraAdapter adapter) {
        this.config = config;
        this.model = inputs.model();
        this.texts = inputs.texts();
        this.adapter = adapter;
        this.edited = new EditedModel(model, adapter, config.memory(), Saving.ALL);
        this.last = HookPoint.residPost(model.config().layers() - 1);
        this.kernels = new ElmKernels(model.torch());
        this.writer = new ElmWriter(model, kernels, config.guidance());
    }

    static ElmObjective of(UnlearnInputs inputs, ElmConfig config) throws LacunaException {
        inputs.texts().requireBoth();
        if (!inputs.model().hasTokenizer()) {
            throw new LacunaException("ELM writes contexts in words, and the model has no tokenizer. Add its files.");
        }
        return new ElmObjective(inputs, config, LoraAdapter.create(inputs.model(), config.lora(), config.seed()));
    }

    @Override
    public Trainable trained() {
        return adapter;
    }

    @Override
    public AdamW.Config optimizer() {
        return OPTIMIZER;
    }

    @Override
    public StepLosses add(int step, Progress progress) throws LacunaException {
        double[] sums = new double[3];
        for (int i = 0; i < config.batchSize(); i++) {
            progress.check();
            int text = step * config.batchSize() + i;
            // decision: a text's contexts and writing follow from the seed and its number, so that a resumed run draws
            // the same
            SplittableRandom random = new SplittableRandom(config.seed() + 31L * text);
            double[] losses = oneText(
                    document(texts.target(), text, config.seed()),
                    document(texts.benign(), text, ~config.seed()),
                    random,
                    progress);
            for (int term = 0; term < sums.length; term++) {
                sums[term] += losses[term] / config.batchSize();
            }
        }
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put(ElmConfig.ERASE, sums[0]);
        byName.put(ElmConfig.RETAIN, sums[1]);
        byName.put(ElmConfig.FLUENCY, sums[2]);
        double total = config.erase() * sums[0] + config.retain() * sums[1] + config.fluency() * sums[2];
        return new StepLosses(byName, total, OptionalDouble.empty());
    }

    /** Every epoch has its own order. */
    private static TokenizedDocument document(List<TokenizedDocument> documents, int number, long seed) {
        int epoch = number / documents.size();
        List<Integer> order = Batcher.shuffle(
                IntStream.range(0, documents.size()).boxed().toList(), seed + 0x9E3779B97F4A7C15L * epoch);
        return documents.get(order.get(number % documents.size()));
    }

    private double[] oneText(
            TokenizedDocument target, TokenizedDocument benign, SplittableRandom random, Progress progress)
            throws LacunaException {
        ElmContexts contexts = ElmContexts.draw(config.concepts(), random);
        int[] written = config.fluency() > 0 ? written(target, contexts, random, progress) : new int[0];
        try (Tape tape = Tape.open()) {
            double erased = erase(tape, target, contexts);
            progress.check();
            double retained = retain(tape, benign);
            progress.check();
            double fluent = written.length < 2 ? 0 : fluent(tape, target, written);
            return new double[] {erased, retained, fluent};
        }
    }

    private double erase(Tape tape, TokenizedDocument text, ElmContexts contexts) {
        int[] content = Arrays.copyOfRange(text.ids(), text.contentStart(), text.length());
        try (Scope scope = Scope.open()) {
            OneText both = new OneText(text.ids());
            NDArray soft = freed(() -> kernels.softTarget(
                    both.frozen(),
                    frozen(joined(tokens(contexts.expert(), text), content), text.length()),
                    frozen(joined(tokens(contexts.novice(), text), content), text.length()),
                    model.torch().manager().create(config.eta())));
            return both.minimise(tape, text.length(), logits -> kernels.crossEntropy(logits, soft), config.erase());
        }
    }

    private double retain(Tape tape, TokenizedDocument text) {
        try (Scope scope = Scope.open()) {
            OneText both = new OneText(text.ids());
            NDArray frozen = freed(both::frozen);
            return both.minimise(tape, text.length(), logits -> kernels.firstChoice(logits, frozen), config.retain());
        }
    }

    /** The first token of what was appended is not scored. */
    private double fluent(Tape tape, TokenizedDocument text, int[] appended) {
        int[] ids = joined(text.ids(), appended);
        try (Scope scope = Scope.open()) {
            NDArray counted = model.torch().manager().create((long) appended.length - 1);
            NDArray behind = array(Arrays.copyOfRange(ids, text.length(), ids.length));
            return new OneText(ids)
                    .minimise(
                            tape,
                            appended.length,
                            logits -> kernels.lastTokens(logits, behind, counted),
                            config.fluency());
        }
    }

    /** The change of topic, and what the frozen model writes behind it. */
    private int[] written(TokenizedDocument text, ElmContexts contexts, SplittableRandom random, Progress progress)
            throws LacunaException {
        int[] turn = model.tokenizer().encode(STOP + contexts.turn()).ids();
        int count = random.nextInt(config.fewestWritten(), config.mostWritten() + 1);
        int[] more = writer.write(
                joined(text.ids(), turn),
                tokens(contexts.expert(), text),
                tokens(contexts.novice(), text),
                count,
                random,
                progress);
        int[] appended = joined(turn, more);
        int room = model.config().contextLength() - text.length();
        return appended.length > room ? Arrays.copyOf(appended, Math.max(0, room)) : appended;
    }

    /** A context, behind the beginning-of-text token where the text has one; cut so that the text fits in behind it. */
    private int[] tokens(String context, TokenizedDocument like) {
        Tokenizer tokenizer = model.tokenizer();
        int[] words = tokenizer.encode(context).ids();
        int room = model.config().contextLength() - like.length();
        int[] fitting = words.length > room ? Arrays.copyOf(words, Math.max(0, room)) : words;
        return like.contentStart() == 1 ? joined(new int[] {like.ids()[0]}, fitting) : fitting;
    }

    /** The frozen model's logits at the last positions, [1, count, vocabulary]. */
    private NDArray frozen(int[] ids, int count) {
        NDArray states =
                model.forward(array(ids), Pass.residuals(List.of(last)), null).residual(last);
        return model.unembed(lastOf(states, count));
    }

    /** Without tape; what was needed on the way is freed, for a row of logits is as long as the vocabulary. */
    private static NDArray freed(Supplier<NDArray> computed) {
        return Tape.paused(() -> {
            try (Scope scope = Scope.open()) {
                return scope.keep(computed.get());
            }
        });
    }

    /** A text, read by both models; the head stands behind the passes, so that they are cut like those of any method. */
    private final class OneText {

        private final Rows rows;
        private final EditedModel.Texts passes;

        OneText(int[] ids) {
            this.rows = new Rows(new TokenBatch(new int[1], new int[][] {ids}, new int[] {ids.length}), 0);
            this.passes = edited.texts(rows.batch(), List.of(last), EditedModel.End.AT_LAST_SITE);
        }

        NDArray frozen() {
            return model.unembed(passes.frozen(rows).at(last, rows));
        }

        /** @param loss of the edited model's logits at the last positions, [1, count, vocabulary] */
        double minimise(Tape tape, int count, UnaryOperator<NDArray> loss, double weight) {
            EditedModel.Traced result = passes.edited(tape);
            NDArray value = loss.apply(model.unembed(lastOf(result.at(last, rows), count)));
            if (weight > 0) {
                result.add(value.mul(weight));
            }
            result.backward();
            return value.getFloat();
        }
    }

    private NDArray array(int[] ids) {
        long[] row = Arrays.stream(ids).asLongStream().toArray();
        return model.torch().manager().create(row, new Shape(1, row.length));
    }

    /** At the last positions of [1, n, width]. */
    private static NDArray lastOf(NDArray all, int count) {
        return all.getShape().get(1) == count ? all : all.get(":, -" + count + ":");
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public void close() {
        kernels.close();
        adapter.close();
    }
}
