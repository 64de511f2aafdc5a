package lacuna.project;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lacuna.model.LoraConfig;
import lacuna.model.Projection;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.Activations;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.Drift;
import lacuna.unlearning.Trained;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/**
 * How to train, as a project file says it: a preset by name, and the values that differ from it.
 *
 * @param preset name of an {@link UnlearnPreset}
 * @param suppression &lambda;, how far a chosen feature is pushed down
 * @param alpha weight of the unlearning loss
 * @param beta weight of the retain loss
 * @param gamma weight of the coherence loss
 * @param rank rank of the adapter
 * @param loraAlpha numerator of the adapter's scale; null for 2 x rank where the rank is given, else the preset's
 * @param dropout on the adapter's input, while training
 * @param projections adapted linear maps, such as "q" and "down"; null for the preset's
 * @param firstBlock first adapted block
 * @param lastBlock last adapted block
 * @param learningRate of AdamW
 * @param steps optimiser steps
 * @param batchSize texts of each corpus a step
 * @param coherenceBatch coherence texts a step
 * @param maxTokens longer texts are cut
 * @param maxGradientNorm gradients are scaled down to this norm; 0 for no clipping
 * @param checkpointEvery steps between checkpoints
 * @param microBatch rows that go through the model together; 0 for all. Losses stay the same
 * @param activations "keep" or "recompute": whether blocks are computed a second time instead of kept. Losses stay the same
 */
public record UnlearningSettings(
        String preset,
        @Nullable Double suppression,
        @Nullable Double alpha,
        @Nullable Double beta,
        @Nullable Double gamma,
        @Nullable Integer rank,
        @Nullable Double loraAlpha,
        @Nullable Double dropout,
        @Nullable List<String> projections,
        @Nullable Integer firstBlock,
        @Nullable Integer lastBlock,
        @Nullable Double learningRate,
        @Nullable Integer steps,
        @Nullable Integer batchSize,
        @Nullable Integer coherenceBatch,
        @Nullable Integer maxTokens,
        @Nullable Double maxGradientNorm,
        @Nullable Integer checkpointEvery,
        @Nullable Integer microBatch,
        @Nullable Activations activations) {

    /** The preset of the bundled sample, unchanged. */
    public static final UnlearningSettings DEFAULT = ofPreset("ember-isles");

    private static final List<String> LORA =
            List.of("rank", "loraAlpha", "dropout", "projections", "firstBlock", "lastBlock");

    private static final List<String> MEMORY = List.of("microBatch", "activations");

    public UnlearningSettings {
        preset = Objects.requireNonNullElse(preset, "ember-isles");
    }

    public static UnlearningSettings ofPreset(String name) {
        return new UnlearningSettings(
                name, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null);
    }

    /** A copy with some values replaced: what {@code --steps 50} and its like do. */
    public UnlearningSettings with(
            @Nullable Double newSuppression,
            @Nullable Integer newRank,
            @Nullable Double newRate,
            @Nullable Integer newSteps,
            @Nullable Integer newMicroBatch,
            @Nullable Activations newActivations) {
        return new UnlearningSettings(
                preset,
                newSuppression == null ? suppression : newSuppression,
                alpha,
                beta,
                gamma,
                newRank == null ? rank : newRank,
                newRank == null ? loraAlpha : null,
                dropout,
                projections,
                firstBlock,
                lastBlock,
                newRate == null ? learningRate : newRate,
                newSteps == null ? steps : newSteps,
                batchSize,
                coherenceBatch,
                maxTokens,
                maxGradientNorm,
                checkpointEvery,
                newMicroBatch == null ? microBatch : newMicroBatch,
                newActivations == null ? activations : newActivations);
    }

    /** @throws LacunaException if there is no such preset, or a value makes no sense; the message names it */
    public UnlearnConfig resolve(CrispMode mode, long seed) throws LacunaException {
        UnlearnConfig base = UnlearnPreset.named(preset).config();
        try {
            return base instanceof CrispConfig crisp
                    ? crisp(crisp, mode, seed)
                    : over(base).withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new LacunaException(
                    "The training settings make no sense: " + e.getMessage()
                            + ". Change \"unlearning\" in the project file, or the option of that name.",
                    e);
        }
    }

    /** Values replace those of the same name in any method's settings. */
    private UnlearnConfig over(UnlearnConfig base) throws LacunaException {
        ObjectNode values = (ObjectNode) Json.parseTree(Json.line(base), "the preset " + preset);
        ObjectNode given = (ObjectNode) Json.parseTree(Json.line(this), "the training settings");
        given.remove("preset");
        JsonNode lora = values.get("lora");
        if (lora != null) {
            LoraConfig changed = lora(Json.parse(lora.toString(), new TypeReference<>() {}, "the preset " + preset));
            values.set("lora", Json.parseTree(Json.line(changed), "the adapter's settings"));
            given.remove(LORA);
        }
        if (base instanceof Trained trained) {
            values.set("memory", Json.parseTree(Json.line(memory(trained.memory())), "the passes' settings"));
            given.remove(MEMORY);
        }
        for (Map.Entry<String, JsonNode> value : given.properties()) {
            if (!values.has(value.getKey())) {
                throw new LacunaException("The preset " + preset + " is of the method " + base.title()
                        + ", which has no setting '" + value.getKey() + "'. Remove it, or name another preset.");
            }
            values.set(value.getKey(), value.getValue());
        }
        return Json.parse(values.toString(), new TypeReference<>() {}, "\"unlearning\" with the preset " + preset);
    }

    private CrispConfig crisp(CrispConfig base, CrispMode mode, long seed) {
        return new CrispConfig(
                mode,
                or(suppression, base.suppression()),
                or(alpha, base.alpha()),
                or(beta, base.beta()),
                or(gamma, base.gamma()),
                mode == base.mode() ? base.drift() : Drift.of(mode),
                lora(base.lora()),
                or(learningRate, base.learningRate()),
                base.warmupSteps(),
                or(maxGradientNorm, base.maxGradientNorm()),
                base.epochs(),
                or(steps, base.steps()),
                or(batchSize, base.batchSize()),
                mode == CrispMode.CODE && coherenceBatch == null ? 1 : or(coherenceBatch, base.coherenceBatch()),
                or(maxTokens, base.maxTokens()),
                seed,
                or(checkpointEvery, base.checkpointEvery()),
                memory(base.memory()));
    }

    private ActivationMemory memory(ActivationMemory base) {
        return new ActivationMemory(or(microBatch, base.microBatch()), or(activations, base.activations()));
    }

    private LoraConfig lora(LoraConfig base) {
        int r = or(rank, base.rank());
        double scale = loraAlpha != null ? loraAlpha : rank != null ? 2.0 * rank : base.alpha();
        int first = or(firstBlock, base.blocks().first());
        int last = or(lastBlock, base.blocks().last());
        SortedSet<Integer> blocks =
                IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new));
        return new LoraConfig(r, scale, or(dropout, base.dropout()), adapted(base), blocks);
    }

    private Set<Projection> adapted(LoraConfig base) {
        if (projections == null) {
            return base.projections();
        }
        Set<Projection> adapted = EnumSet.noneOf(Projection.class);
        for (String name : projections) {
            try {
                adapted.add(Projection.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "projections names '" + name + "'; expected some of q, k, v, qkv, o, gate, up, down", e);
            }
        }
        return adapted;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
