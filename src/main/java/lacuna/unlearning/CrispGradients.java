package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.run.Cancelled;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;

/**
 * The three losses of one step and their gradients in the adapter. What need not be computed for them is told by {@link Saving}; how the
 * passes run, by {@link EditedModel}.
 */
final class CrispGradients {

    /** Values of a step, weights not applied. */
    record Losses(double unlearn, double retain, double coherence, double total, double activity) {}

    private final LanguageModel model;
    private final EditedModel edited;
    private final CrispConfig config;
    private final CrispLosses losses;
    private final List<SuppressedLayer> layers;
    private final List<HookPoint> suppressed;
    private final List<HookPoint> retained;
    private final FrozenCache cache;
    private final Set<Saving> savings;

    /** As the other constructor, with every saving. */
    CrispGradients(
            LanguageModel model,
            LoraAdapter adapter,
            CrispConfig config,
            CrispLosses losses,
            List<SuppressedLayer> layers,
            Collection<HookPoint> retained,
            FrozenCache cache) {
        this(model, adapter, config, losses, layers, retained, cache, Saving.ALL);
    }

    /**
     * @param layers those that have chosen features
     * @param retained sites of all SAEs
     */
    CrispGradients(
            LanguageModel model,
            LoraAdapter adapter,
            CrispConfig config,
            CrispLosses losses,
            List<SuppressedLayer> layers,
            Collection<HookPoint> retained,
            FrozenCache cache,
            Set<Saving> savings) {
        this.model = model;
        this.edited = new EditedModel(model, adapter, config.memory(), savings);
        this.config = config;
        this.losses = losses;
        this.layers = List.copyOf(layers);
        this.suppressed = layers.stream().map(SuppressedLayer::site).toList();
        this.retained = List.copyOf(retained);
        this.cache = cache;
        this.savings = savings;
    }

    /** @param coherence empty for none; else one batch */
    Losses add(TokenBatch target, TokenBatch benign, List<TokenBatch> coherence, Progress progress) throws Cancelled {
        CrispConfig.Weights weights = config.weights();
        try (Tape tape = Tape.open()) {
            Losses both = savings.contains(Saving.SHARE_BATCHES) && target.contentStart() == benign.contentStart()
                    ? together(tape, target, benign)
                    : apart(tape, target, benign, progress);
            double coherent = 0;
            if (!coherence.isEmpty() && weights.coherence() > 0) {
                progress.check();
                coherent = coherence(tape, coherence.get(0), weights.coherence());
            }
            double total = weights.unlearn() * both.unlearn()
                    + weights.retain() * both.retain()
                    + weights.coherence() * coherent;
            return new Losses(both.unlearn(), both.retain(), coherent, total, both.activity());
        }
    }

    private Losses together(Tape tape, TokenBatch target, TokenBatch benign) {
        Rows above = new Rows(target, 0);
        Rows below = new Rows(benign, target.rows());
        return losses(tape, Rows.joined(target, benign), Optional.of(above), Optional.of(below));
    }

    private Losses apart(Tape tape, TokenBatch target, TokenBatch benign, Progress progress) throws Cancelled {
        Losses first = losses(tape, target, Optional.of(new Rows(target, 0)), Optional.empty());
        progress.check();
        Losses second = losses(tape, benign, Optional.empty(), Optional.of(new Rows(benign, 0)));
        return new Losses(first.unlearn(), second.retain(), 0, 0, first.activity());
    }

    /** Losses and gradients of the target rows, the benign rows, or both in one pass. */
    private Losses losses(Tape tape, TokenBatch batch, Optional<Rows> target, Optional<Rows> benign) {
        try (Scope scope = Scope.open()) {
            Set<HookPoint> sites = new TreeSet<>();
            target.ifPresent(rows -> sites.addAll(suppressed));
            benign.ifPresent(rows -> sites.addAll(retained));
            EditedModel.Texts texts = edited.texts(batch, sites, EditedModel.End.AT_LAST_SITE);
            Frozen frozen = new Frozen(texts);
            NDList gates = target.filter(rows -> losses.needsFrozenTarget())
                    .map(rows -> frozen.of("target", rows, this::gates))
                    .orElseGet(NDList::new);
            NDList states =
                    benign.map(rows -> frozen.of("benign", rows, this::states)).orElseGet(NDList::new);
            EditedModel.Traced result = texts.edited(tape);
            double[] unlearn = {0, 0};
            if (target.isPresent()) {
                unlearn = unlearn(result, target.get(), gates);
            }
            double retain = benign.isPresent() ? retain(result, benign.get(), states) : 0;
            result.backward();
            frozen.keep();
            return new Losses(unlearn[0], retain, 0, 0, unlearn[1]);
        }
    }

    /** What the frozen model says, from the cache where it is known, else from one pass over all rows. */
    private final class Frozen {

        private final EditedModel.Texts texts;
        private final Map<String, NDList> fresh = new LinkedHashMap<>();

        Frozen(EditedModel.Texts texts) {
            this.texts = texts;
        }

        NDList of(String corpus, Rows rows, java.util.function.BiFunction<EditedModel.Taps, Rows, NDList> digest) {
            String key = corpus + Arrays.toString(rows.batch().documents());
            return cache.find(key).orElseGet(() -> {
                NDList computed = Tape.paused(() -> digest.apply(texts.frozen(rows), rows));
                fresh.put(key, computed);
                return computed;
            });
        }

        /** At the end of a step: keeping evicts, and what is evicted may be in use before. */
        void keep() {
            if (savings.contains(Saving.KEEP_FROZEN)) {
                fresh.forEach((key, arrays) -> cache.keep(
                        key, new NDList(arrays.stream().map(NDArray::duplicate).toList())));
            }
        }
    }

    private NDList gates(EditedModel.Taps frozen, Rows rows) {
        NDList kept = new NDList();
        for (SuppressedLayer layer : layers) {
            kept.addAll(losses.frozen(layer, frozen.at(layer.site(), rows)));
        }
        return kept;
    }

    private NDList states(EditedModel.Taps frozen, Rows rows) {
        NDList states = new NDList();
        retained.forEach(site -> states.add(frozen.at(site, rows)));
        return states;
    }

    /** @return mean loss over the layers, and mean activity of the chosen features */
    private double[] unlearn(EditedModel.Traced result, Rows rows, NDList gates) {
        int arrays = gates.size() / layers.size();
        NDArray valid = valid(rows.batch());
        double loss = 0;
        double activity = 0;
        for (int i = 0; i < layers.size(); i++) {
            NDList ofLayer = new NDList(gates.subList(i * arrays, (i + 1) * arrays));
            CrispLosses.Suppression term =
                    losses.suppression(layers.get(i), result.at(suppressed.get(i), rows), ofLayer, valid);
            loss += minimise(result, term.loss(), config.weights().unlearn() / layers.size());
            activity += term.activity().getFloat();
        }
        return new double[] {loss / layers.size(), activity / layers.size()};
    }

    private double retain(EditedModel.Traced result, Rows rows, NDList states) {
        NDArray valid = valid(rows.batch());
        double loss = 0;
        for (int i = 0; i < retained.size(); i++) {
            NDArray term = losses.drift(result.at(retained.get(i), rows), states.get(i), valid);
            loss += minimise(result, term, config.weights().retain() / retained.size());
        }
        return loss / retained.size();
    }

    /** Hands a term with its weight in the total to the backward pass; what has none need not run. */
    private static double minimise(EditedModel.Traced result, NDArray term, double weight) {
        if (weight > 0) {
            result.add(term.mul(weight));
        }
        return term.getFloat();
    }

    /** decision: "final layer" is the last block's output in the paper mode, the state after the final norm in the two others. */
    private double coherence(Tape tape, TokenBatch batch, double weight) {
        boolean normed = config.mode() != CrispMode.PAPER;
        HookPoint last = HookPoint.residPost(model.config().layers() - 1);
        Rows rows = new Rows(batch, 0);
        try (Scope scope = Scope.open()) {
            EditedModel.Texts texts = edited.texts(
                    batch,
                    normed ? Set.of() : Set.of(last),
                    normed ? EditedModel.End.AFTER_FINAL_NORM : EditedModel.End.AT_LAST_SITE);
            Frozen frozen = new Frozen(texts);
            NDArray before = frozen.of(
                            "coherence", rows, (taps, r) -> new NDList(normed ? taps.finalState() : taps.at(last, r)))
                    .get(0);
            EditedModel.Traced result = texts.edited(tape);
            NDArray after = normed ? result.finalState() : result.at(last, rows);
            double loss = minimise(result, losses.drift(after, before, valid(batch)), weight);
            result.backward();
            frozen.keep();
            return loss;
        }
    }

    /** 1 at tokens that count: [batch, pos, 1]. The code mode leaves out the first position whatever stands there. */
    private NDArray valid(TokenBatch batch) {
        float[] mask = new float[batch.rows() * batch.width()];
        int first = config.mode() == CrispMode.CODE ? 1 : 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int position = first; position < batch.width(); position++) {
                mask[row * batch.width() + position] = batch.isValid(row, position) ? 1 : 0;
            }
        }
        return model.torch().manager().create(mask, new Shape(batch.rows(), batch.width(), 1));
    }
}
