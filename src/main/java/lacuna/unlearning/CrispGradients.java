package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.Pass;
import lacuna.run.Cancelled;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;

/**
 * The three losses of one step and their gradients in the adapter. Each loss runs backward as soon as it is computed, so that only one
 * graph is alive at a time; gradients add up. A pass stops after the last block it needs: the target after the last SAE with chosen
 * features, the benign text after the last SAE.
 */
final class CrispGradients {

    /** Values of a step, weights not applied. */
    record Losses(double unlearn, double retain, double coherence, double total, double activity) {}

    private final LanguageModel model;
    private final LoraAdapter adapter;
    private final CrispConfig config;
    private final CrispLosses losses;
    private final List<SuppressedLayer> layers;
    private final List<HookPoint> retained;
    private final FrozenCache cache;

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
            FrozenCache cache) {
        this.model = model;
        this.adapter = adapter;
        this.config = config;
        this.losses = losses;
        this.layers = List.copyOf(layers);
        this.retained = List.copyOf(retained);
        this.cache = cache;
    }

    /** @param coherence empty for none; else one batch */
    Losses add(TokenBatch target, TokenBatch benign, List<TokenBatch> coherence, Progress progress) throws Cancelled {
        CrispConfig.Weights weights = config.weights();
        try (Tape tape = Tape.open()) {
            double[] unlearn = unlearn(tape, target, weights.unlearn());
            progress.check();
            double retain = retain(tape, benign, weights.retain());
            double coherent = 0;
            if (!coherence.isEmpty() && weights.coherence() > 0) {
                progress.check();
                coherent = coherence(tape, coherence.get(0), weights.coherence());
            }
            double total = weights.unlearn() * unlearn[0] + weights.retain() * retain + weights.coherence() * coherent;
            return new Losses(unlearn[0], retain, coherent, total, unlearn[1]);
        }
    }

    private double[] unlearn(Tape tape, TokenBatch batch, double weight) {
        try (Scope scope = Scope.open()) {
            List<HookPoint> sites = layers.stream().map(SuppressedLayer::site).toList();
            NDList frozen = losses.needsFrozenTarget()
                    ? frozen("target", batch, () -> gates(model.forward(batch, Pass.residuals(sites))))
                    : new NDList();
            int arrays = frozen.size() / layers.size();
            NDArray valid = valid(batch);
            Forward edited = model.forward(batch, edited(Pass.residuals(sites)));
            List<NDArray> terms = new ArrayList<>();
            double activity = 0;
            for (int i = 0; i < layers.size(); i++) {
                NDList ofLayer = new NDList(frozen.subList(i * arrays, (i + 1) * arrays));
                CrispLosses.Suppression term =
                        losses.suppression(layers.get(i), edited.residual(sites.get(i)), ofLayer, valid);
                terms.add(term.loss());
                activity += term.activity().getFloat() / layers.size();
            }
            return new double[] {backward(tape, terms, weight), activity};
        }
    }

    private NDList gates(Forward frozen) {
        NDList kept = new NDList();
        for (SuppressedLayer layer : layers) {
            kept.addAll(losses.frozen(layer, frozen.residual(layer.site())));
        }
        return kept;
    }

    private double retain(Tape tape, TokenBatch batch, double weight) {
        try (Scope scope = Scope.open()) {
            NDList frozen = frozen("benign", batch, () -> states(model.forward(batch, Pass.residuals(retained))));
            NDArray valid = valid(batch);
            Forward edited = model.forward(batch, edited(Pass.residuals(retained)));
            List<NDArray> terms = new ArrayList<>();
            for (int i = 0; i < retained.size(); i++) {
                terms.add(losses.drift(edited.residual(retained.get(i)), frozen.get(i), valid));
            }
            return backward(tape, terms, weight);
        }
    }

    private NDList states(Forward frozen) {
        NDList states = new NDList();
        retained.forEach(site -> states.add(frozen.residual(site)));
        return states;
    }

    /** decision: "final layer" is the last block's output in the paper mode, the state after the final norm in the two others. */
    private double coherence(Tape tape, TokenBatch batch, double weight) {
        HookPoint last = HookPoint.residPost(model.config().layers() - 1);
        boolean normed = config.mode() != CrispMode.PAPER;
        Pass pass = normed ? Pass.forFinalState() : Pass.residuals(List.of(last));
        try (Scope scope = Scope.open()) {
            NDList frozen =
                    frozen("coherence", batch, () -> new NDList(last(model.forward(batch, pass), last, normed)));
            NDArray edited = last(model.forward(batch, edited(pass)), last, normed);
            return backward(tape, List.of(losses.drift(edited, frozen.get(0), valid(batch))), weight);
        }
    }

    private static NDArray last(Forward forward, HookPoint last, boolean normed) {
        return normed ? forward.finalState() : forward.residual(last);
    }

    private NDList frozen(String corpus, TokenBatch batch, Supplier<NDList> pass) {
        return cache.get(corpus + Arrays.toString(batch.documents()), pass);
    }

    private Pass edited(Pass pass) {
        Pass with = pass.with(adapter);
        return config.lora().dropout() > 0 ? with.training() : with;
    }

    /** Mean of the terms, and the gradient of the weighted mean. */
    private static double backward(Tape tape, List<NDArray> terms, double weight) {
        NDArray mean = terms.get(0);
        for (NDArray term : terms.subList(1, terms.size())) {
            mean = mean.add(term);
        }
        mean = mean.div(terms.size());
        if (weight > 0) {
            tape.backward(mean.mul(weight));
        }
        return mean.getFloat();
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
