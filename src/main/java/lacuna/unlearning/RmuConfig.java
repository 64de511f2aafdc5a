package lacuna.unlearning;

import static lacuna.unlearning.Bounds.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;

/**
 * Settings of RMU, representation misdirection (Li et al., arXiv 2403.03218): at one block the residual stream of texts to be forgotten is
 * steered towards a fixed random direction, that of texts to be kept is held where it was.
 *
 * <pre>
 * v = c u,  u uniform in [0, 1) in each coordinate, scaled to length 1, drawn once
 * L = mean (h - v)&sup2; over the target batch + alpha mean (h - h0)&sup2; over the benign batch
 * </pre>
 *
 * @param layer block behind whose output h is taken
 * @param steering c; compare it with the length of h, which differs much between models
 * @param alpha weight of the retain loss
 * @param positions over which positions the means are taken
 * @param trained blocks whose MLP down projections are trained
 * @param learningRate constant
 * @param steps batches of either corpus
 * @param batchSize texts of each corpus a step
 * @param maxTokens longer texts are cut
 * @param seed decides u and the order of texts
 * @param checkpointEvery steps between checkpoints; 0 for only on cancel
 * @param memory how much of a batch the backward pass holds at a time; does not change losses. {@link ActivationMemory#WHOLE} in files
 *     that say nothing
 */
public record RmuConfig(
        int layer,
        double steering,
        double alpha,
        Positions positions,
        SortedSet<Integer> trained,
        double learningRate,
        int steps,
        int batchSize,
        int maxTokens,
        long seed,
        int checkpointEvery,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ActivationMemory.Usual.class)
        ActivationMemory memory)
        implements Trained {

    static final String METHOD = "rmu";
    static final String UNLEARN = "unlearn";
    static final String RETAIN = "retain";

    /** Over which positions a mean is taken. */
    public enum Positions {
        /**
         * Every position of the batch, padding included, as released. decision: padding stands on the right here and on the left there; the
         * numbers agree where texts are equally long.
         */
        ALL,
        /** Tokens of the texts only. */
        TEXT
    }

    public RmuConfig {
        trained = new TreeSet<>(trained);
        memory = Objects.requireNonNullElse(memory, ActivationMemory.WHOLE);
        require(layer >= 0, "layer", layer, "at least 0");
        require(steering > 0 && steering <= 1e6, "steering", steering, "above 0, at most 1e6");
        require(alpha >= 0 && alpha <= 1e6, "alpha", alpha, "between 0 and 1e6");
        require(!trained.isEmpty() && trained.first() >= 0, "trained", trained.size(), "at least one block");
        require(
                trained.isEmpty() || trained.last() <= layer,
                "trained",
                trained.isEmpty() ? 0 : trained.last(),
                "blocks up to the layer, for later ones get no gradient");
        Bounds.ofTraining(learningRate, steps, batchSize, maxTokens, checkpointEvery);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String title() {
        return "RMU";
    }

    @Override
    public String variant() {
        return "layer" + layer;
    }

    @Override
    public Map<String, Double> lossWeights() {
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put(UNLEARN, 1.0);
        byName.put(RETAIN, alpha);
        return byName;
    }

    @Override
    public Optional<CrispMode> featureMode() {
        return Optional.empty();
    }

    @Override
    public SortedSet<Integer> blocks() {
        return trained;
    }

    /** The number asked for, whatever the texts: they are begun again when they run out. */
    @Override
    public int stepsOver(int targetTexts) {
        return steps;
    }

    @Override
    public double learningRateAt(int step) {
        return learningRate;
    }

    @Override
    public double largestNorm() {
        return Double.POSITIVE_INFINITY;
    }

    /** Target and benign texts go one batch after the other. */
    @Override
    public int rowsAPass() {
        return batchSize;
    }

    @Override
    public RmuConfig withSeed(long other) {
        return with(steps, other, checkpointEvery, memory);
    }

    @Override
    public RmuConfig withSteps(int other) {
        return with(other, seed, checkpointEvery, memory);
    }

    @Override
    public RmuConfig withCheckpointEvery(int other) {
        return with(steps, seed, other, memory);
    }

    @Override
    public RmuConfig withMemory(ActivationMemory other) {
        return with(steps, seed, checkpointEvery, other);
    }

    private RmuConfig with(int newSteps, long newSeed, int newEvery, ActivationMemory newMemory) {
        return new RmuConfig(
                layer,
                steering,
                alpha,
                positions,
                trained,
                learningRate,
                newSteps,
                batchSize,
                maxTokens,
                newSeed,
                newEvery,
                newMemory);
    }

    @Override
    public Objective objective(UnlearnInputs inputs) throws LacunaException {
        return RmuObjective.of(inputs, this);
    }
}
