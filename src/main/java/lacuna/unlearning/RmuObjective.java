package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Projection;
import lacuna.model.Trainable;
import lacuna.model.WeightChange;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.AdamW;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;

/** RMU; see {@link RmuConfig}. The frozen model is the model without the change that is trained. */
final class RmuObjective implements Objective {

    /**
     * No decay, as in the released code. decision: PyTorch's epsilon of 1e-8, as OpenUnlearning has it; the released code's optimiser is
     * transformers' own of the time, with 1e-6 and not corrected for bias, which holds back the first steps where gradients are small.
     */
    private static final AdamW.Config OPTIMIZER = new AdamW.Config(0.9, 0.999, 1e-8, 0, false);

    /** Gradients written out would be computed for every factor; here one of two is fixed. */
    private static final Set<Saving> SAVINGS = EnumSet.complementOf(EnumSet.of(Saving.OWN_GRADIENTS));

    private final RmuConfig config;
    private final LanguageModel model;
    private final HookPoint site;
    private final WeightChange change;
    private final EditedModel edited;
    private final NDArray steering;
    private final Kernels kernels;
    private final FrozenCache cache;
    private final BatchOrder targets;
    private final BatchOrder benign;

    private RmuObjective(UnlearnInputs inputs, RmuConfig config, WeightChange change) {
        this.config = config;
        this.model = inputs.model();
        this.site = HookPoint.residPost(config.layer());
        this.change = change;
        this.edited = new EditedModel(model, change.adapter(), config.memory(), SAVINGS);
        this.kernels = Kernels.load(model.torch(), RmuObjective.class, "rmu.torchscript", Map.of());
        this.steering =
                model.torch().manager().create(steering(config, model.config().width()));
        NDScope.unregister(steering);
        this.cache = new FrozenCache(model.torch(), FrozenCache.BUDGET_BYTES);
        this.targets = new BatchOrder(inputs.texts().target(), CrispMode.PAPER, config.batchSize(), config.seed());
        this.benign = new BatchOrder(inputs.texts().benign(), CrispMode.PAPER, config.batchSize(), ~config.seed());
    }

    static RmuObjective of(UnlearnInputs inputs, RmuConfig config) throws LacunaException {
        inputs.texts().requireBoth();
        if (config.layer() >= inputs.model().config().layers()) {
            throw new LacunaException("RMU steers at block " + config.layer() + ", but the model has blocks 0 to "
                    + (inputs.model().config().layers() - 1) + ". Choose another layer.");
        }
        return new RmuObjective(inputs, config, WeightChange.none(inputs.model(), Projection.DOWN, config.trained()));
    }

    /** c u, from the seed alone. */
    static float[] steering(RmuConfig config, int width) {
        SplittableRandom random = new SplittableRandom(config.seed());
        double[] u = new double[width];
        for (int i = 0; i < width; i++) {
            u[i] = random.nextDouble();
        }
        double length = Math.sqrt(Arrays.stream(u).map(x -> x * x).sum());
        float[] v = new float[width];
        for (int i = 0; i < width; i++) {
            v[i] = (float) (config.steering() * u[i] / length);
        }
        return v;
    }

    @Override
    public Trainable trained() {
        return change;
    }

    @Override
    public AdamW.Config optimizer() {
        return OPTIMIZER;
    }

    @Override
    public StepLosses add(int step, Progress progress) throws LacunaException {
        try (Tape tape = Tape.open()) {
            double unlearn = unlearn(tape, targets.batch(step));
            progress.check();
            double retain = retain(tape, benign.batch(step));
            Map<String, Double> byName = new LinkedHashMap<>();
            byName.put(RmuConfig.UNLEARN, unlearn);
            byName.put(RmuConfig.RETAIN, retain);
            return new StepLosses(byName, unlearn + config.alpha() * retain, OptionalDouble.empty());
        }
    }

    private double unlearn(Tape tape, TokenBatch batch) {
        try (Scope scope = Scope.open()) {
            return minimise(tape, texts(batch), batch, steering, 1);
        }
    }

    private double retain(Tape tape, TokenBatch batch) {
        try (Scope scope = Scope.open()) {
            String key = Arrays.toString(batch.documents());
            EditedModel.Texts texts = texts(batch);
            NDArray frozen = cache.find(key)
                    .orElseGet(() -> cache.keep(
                            key,
                            Tape.paused(
                                    () -> new NDList(texts.frozen(rows(batch)).at(site, rows(batch))))))
                    .get(0);
            return minimise(tape, texts, batch, frozen, config.alpha());
        }
    }

    private EditedModel.Texts texts(TokenBatch batch) {
        return edited.texts(batch, List.of(site), EditedModel.End.AT_LAST_SITE);
    }

    private static Rows rows(TokenBatch batch) {
        return new Rows(batch, 0);
    }

    /** The distance of the edited model's states from some others, and its gradient with a weight. */
    private double minimise(Tape tape, EditedModel.Texts texts, TokenBatch batch, NDArray goal, double weight) {
        EditedModel.Traced result = texts.edited(tape);
        NDArray loss = kernels.apply("distance", result.at(site, rows(batch)), goal, counted(batch));
        if (weight > 0) {
            result.add(loss.mul(weight));
        }
        result.backward();
        return loss.getFloat();
    }

    /** 1 at positions that count: [batch, pos, 1]. */
    private NDArray counted(TokenBatch batch) {
        float[] mask = new float[batch.rows() * batch.width()];
        for (int row = 0; row < batch.rows(); row++) {
            for (int position = 0; position < batch.width(); position++) {
                boolean counts = config.positions() == RmuConfig.Positions.ALL || batch.isValid(row, position);
                mask[row * batch.width() + position] = counts ? 1 : 0;
            }
        }
        return model.torch().manager().create(mask, new Shape(batch.rows(), batch.width(), 1));
    }

    @Override
    public void close() {
        steering.close();
        kernels.close();
        cache.close();
        change.close();
    }
}
