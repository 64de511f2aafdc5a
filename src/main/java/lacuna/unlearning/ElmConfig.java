package lacuna.unlearning;

import static lacuna.unlearning.Bounds.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import lacuna.model.LoraConfig;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;

/**
 * Settings of ELM, erasure of language memory (Gandikota et al., arXiv 2410.02760), as its released code runs it: on texts of the concept
 * the model learns the frozen model's distribution moved away from how an expert, and towards how a novice, would go on.
 *
 * <pre>
 * score_t = log p0(t | x) - eta_t (log p0(t | expert, x) - log p0(t | novice, x)),  eta_t from 1 at the first token to eta at the last
 * q = softmax of the {@value ElmKernels#KEPT} largest scores;  log p0 of logits over {@value ElmKernels#TEMPERATURE}
 * L = erase CE(q, p) + retain CE(frozen model's first choice, p on benign texts) + fluency NLL(what the guided frozen model wrote | x)
 * </pre>
 *
 * @param concepts what is to be forgotten, as phrases for the contexts
 * @param eta how far away from the expert at a text's last token
 * @param erase weight
 * @param retain weight
 * @param fluency weight; 0 leaves the term, and the writing it needs, out
 * @param guidance how strongly the frozen model is led away from the expert while it writes
 * @param fewestWritten tokens written behind a text, at least
 * @param mostWritten tokens written behind a text, at most; fewer where the context ends
 * @param lora rank, scale, dropout, projections and blocks of the adapter
 * @param learningRate constant
 * @param steps optimiser steps
 * @param batchSize texts of each corpus a step, one after the other, gradients added
 * @param maxTokens longer texts are cut
 * @param seed decides the adapter's start, contexts, writing and order
 * @param checkpointEvery steps between checkpoints; 0 for only on cancel
 * @param memory how much of a batch the backward pass holds at a time; does not change losses. A pass holds one text, so only
 *     recomputation makes a difference. {@link ActivationMemory#WHOLE} in files
 *     that say nothing
 */
public record ElmConfig(
        List<String> concepts,
        double eta,
        double erase,
        double retain,
        double fluency,
        double guidance,
        int fewestWritten,
        int mostWritten,
        LoraConfig lora,
        double learningRate,
        int steps,
        int batchSize,
        int maxTokens,
        long seed,
        int checkpointEvery,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ActivationMemory.Usual.class)
        ActivationMemory memory)
        implements Trained {

    static final String METHOD = "elm";
    static final String ERASE = "erase";
    static final String RETAIN = "retain";
    static final String FLUENCY = "fluency";

    public ElmConfig {
        concepts = List.copyOf(concepts);
        memory = Objects.requireNonNullElse(memory, ActivationMemory.WHOLE);
        require(!concepts.isEmpty(), "concepts", 0, "at least one phrase");
        require(eta >= 0 && eta <= 1e7, "eta", eta, "between 0 and 1e7");
        for (double weight : new double[] {erase, retain, fluency, guidance}) {
            require(weight >= 0 && weight <= 1e6, "a weight", weight, "between 0 and 1e6");
        }
        require(fewestWritten >= 2, "fewestWritten", fewestWritten, "at least 2");
        require(mostWritten >= fewestWritten, "mostWritten", mostWritten, "at least fewestWritten");
        Bounds.ofTraining(learningRate, steps, batchSize, maxTokens, checkpointEvery);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String title() {
        return "ELM";
    }

    @Override
    public String variant() {
        return "eta" + Math.round(eta);
    }

    @Override
    public Map<String, Double> lossWeights() {
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put(ERASE, erase);
        byName.put(RETAIN, retain);
        byName.put(FLUENCY, fluency);
        return byName;
    }

    @Override
    public Optional<CrispMode> featureMode() {
        return Optional.empty();
    }

    @Override
    public SortedSet<Integer> blocks() {
        return lora.blocks();
    }

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

    /** Texts are read one by one. */
    @Override
    public int rowsAPass() {
        return 1;
    }

    @Override
    public ElmConfig withSeed(long other) {
        return with(steps, other, checkpointEvery, memory);
    }

    @Override
    public ElmConfig withSteps(int other) {
        return with(other, seed, checkpointEvery, memory);
    }

    @Override
    public ElmConfig withCheckpointEvery(int other) {
        return with(steps, seed, other, memory);
    }

    @Override
    public ElmConfig withMemory(ActivationMemory other) {
        return with(steps, seed, checkpointEvery, other);
    }

    private ElmConfig with(int newSteps, long newSeed, int newEvery, ActivationMemory newMemory) {
        return new ElmConfig(
                concepts,
                eta,
                erase,
                retain,
                fluency,
                guidance,
                fewestWritten,
                mostWritten,
                lora,
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
        return ElmObjective.of(inputs, this);
    }
}
