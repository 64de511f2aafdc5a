package lacuna.unlearning;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import lacuna.features.FeatureStatistics;
import lacuna.features.MeanSquares;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectionConfig;

/**
 * Settings of an unlearning run; together with model, SAEs, selection and texts they decide every number of it. Each method has its own
 * record. A method is added by that record, its {@link Objective}, and one line in the list below.
 *
 * <p>decision: files written before there was more than one method name none; they are CRISP's.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method", defaultImpl = CrispConfig.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = CrispConfig.class, name = CrispConfig.METHOD),
    @JsonSubTypes.Type(value = RmuConfig.class, name = RmuConfig.METHOD),
    @JsonSubTypes.Type(value = ElmConfig.class, name = ElmConfig.METHOD),
    @JsonSubTypes.Type(value = ClampConfig.class, name = ClampConfig.METHOD),
    @JsonSubTypes.Type(value = GuardConfig.class, name = GuardConfig.METHOD)
})
public interface UnlearnConfig {

    /** Its name in files and on the command line: "crisp". */
    String method();

    /** Its name for people: "CRISP". */
    String title();

    /** A word that tells runs of one method apart in the names of folders: "aligned". */
    String variant();

    /** Names of the losses a step reports, in the order in which they are shown, with their factors in the total. */
    Map<String, Double> lossWeights();

    /** How the SAEs are read whose chosen features the method works on; empty for a method that needs no features. */
    Optional<CrispMode> featureMode();

    /**
     * The features of every layer, where the method chooses and not a person's marks.
     *
     * @param squares measured where a method asks for it
     */
    default FeatureSelection choose(FeatureStatistics statistics, SelectionConfig config, MeanSquares.Source squares)
            throws LacunaException {
        return FeatureSelector.select(statistics, config);
    }

    /** Numbers of the blocks whose weights or adapters are trained; none for a method that trains nothing. */
    SortedSet<Integer> blocks();

    /** Optimiser steps asked for; 0 to go by passes over the texts, or for a method that makes none. */
    int steps();

    /** Steps a run will make. */
    int stepsOver(int targetTexts);

    /** Longer texts are cut to this many tokens. */
    int maxTokens();

    /** Texts of each corpus a step. */
    int batchSize();

    /** Decides the start, the order of texts and everything random. */
    long seed();

    /** Steps between checkpoints; 0 for only on cancel. */
    int checkpointEvery();

    double learningRate();

    /** The rate of a step counted from 0. */
    double learningRateAt(int step);

    /** Gradients are scaled down to this global L2 norm; infinite for no limit. */
    double largestNorm();

    /** Settings of the same run that need less memory, to go on with if memory runs out; empty if there are none. */
    Optional<UnlearnConfig> lighter();

    /** What goes through the model at once, in words, to tell {@link #lighter} settings from these: "passes of 4 texts". */
    String load();

    /** Whether there are steps at all; a method without them changes the running model only. */
    default boolean trains() {
        return !blocks().isEmpty();
    }

    UnlearnConfig withSeed(long other);

    /** @param other 0 to go by passes over the texts */
    UnlearnConfig withSteps(int other);

    UnlearnConfig withCheckpointEvery(int other);

    /** @throws LacunaException if model, SAEs, features and texts do not fit together; the message says what to change */
    Objective objective(UnlearnInputs inputs) throws LacunaException;
}
