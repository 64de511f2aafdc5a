package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Kernels;
import lacuna.tensor.Torch;

/**
 * The losses of CRISP (Ashuach et al., arXiv 2508.13650) in its three modes; the arithmetic is {@code crisp.torchscript}.
 *
 * <p>Notation: z pre-activation of a chosen feature, &lambda; the suppression strength, m<sub>t</sub> the mean pre-activation of token t
 * over all features, g = 1 where the chosen feature fired in the frozen model.
 *
 * <ul>
 *   <li>CODE, as released: y = z + g |&lambda; m<sub>t</sub>|; the loss is the mean of gate(y) over its strictly positive entries, so an
 *       entry that dies leaves the mean (which may then rise). The gradient runs through m<sub>t</sub> too.
 *   <li>PAPER, Eq. 8: the mean over valid tokens and chosen features of a + &lambda; c<sub>t</sub>, with c<sub>t</sub> the mean activation
 *       over all features at the token.
 *   <li>ALIGNED: the mean over the entries that fired in the frozen model of gate(z + |&lambda; m'<sub>t</sub>|), whose denominator does
 *       not change, so that the loss falls to zero as the features die. decision: m' is the frozen model's, a constant margin that the
 *       pre-activation has to fall below its threshold by. With the gradient through m<sub>t</sub> the step would be w<sub>i</sub> -
 *       &lambda; w&#772; for m<sub>t</sub> &lt; 0, which with &lambda; of 20 mostly raises everybody's pre-activation instead of lowering
 *       the chosen one. decision: a TopK gate counts as ReLU on entries that fired, for a feature that is merely outbid by others has
 *       not been unlearned; it also leaves only the chosen columns to compute.
 * </ul>
 */
final class CrispLosses implements AutoCloseable {

    /**
     * Loss of one layer on one batch.
     *
     * @param loss scalar, with a gradient where a tape is open
     * @param activity scalar without gradient: mean activation of the chosen features over valid tokens, without any shift; in the
     *     aligned mode an entry that was off in the frozen model counts as 0
     */
    record Suppression(NDArray loss, NDArray activity) {}

    private final Torch torch;
    private final CrispMode mode;
    private final Drift drift;
    private final Kernels kernels;

    CrispLosses(Torch torch, CrispMode mode, Drift drift, double suppression) {
        this.torch = torch;
        this.mode = mode;
        this.drift = drift;
        this.kernels = Kernels.load(torch, CrispLosses.class, "crisp.torchscript", Map.of("suppression", suppression));
    }

    SuppressedLayer layer(HookPoint site, SparseAutoencoder sae, int[] features) {
        return SuppressedLayer.of(torch, kernels, site, sae, features);
    }

    /** Whether losses of an SAE's features read all columns of its encoder, not those of the chosen features and their mean alone. */
    boolean readsAllColumns(SparseAutoencoder sae) {
        return mode == CrispMode.PAPER || !sae.gate().encodesSubsets();
    }

    /** Whether {@link #suppression} looks at the frozen model at all. */
    boolean needsFrozenTarget() {
        return mode != CrispMode.PAPER;
    }

    /**
     * What the loss needs of the frozen model, small enough to keep: gates [batch, pos, k] and, in the aligned mode, the margin
     * [batch, pos, 1].
     *
     * @param state [batch, pos, d_model] of the frozen model at the layer's site
     */
    NDList frozen(SuppressedLayer layer, NDArray state) {
        NDArray frozen = layer.seen(state);
        NDArray gates = layer.isTopK()
                ? kernels.apply("gates_topk", frozen, layer.allColumns(), layer.allBiases, layer.index, layer.top)
                : kernels.apply("gates_threshold", frozen, layer.columns, layer.biases, layer.thresholds);
        return mode == CrispMode.ALIGNED
                ? new NDList(gates, kernels.apply("margin", frozen, layer.meanColumn, layer.meanBias))
                : new NDList(gates);
    }

    /**
     * @param edited [batch, pos, d_model] of the edited model at the layer's site
     * @param frozen from {@link #frozen}; unused in the paper mode
     * @param valid f32 [batch, pos, 1]
     */
    Suppression suppression(SuppressedLayer layer, NDArray edited, NDList frozen, NDArray valid) {
        NDArray x = layer.seen(edited);
        NDList result = switch (mode) {
            case CODE ->
                layer.isTopK()
                        ? kernels.call(
                                "code_topk",
                                x,
                                frozen.get(0),
                                valid,
                                layer.allColumns(),
                                layer.allBiases,
                                layer.index,
                                layer.top)
                        : kernels.call(
                                "code_threshold",
                                x,
                                frozen.get(0),
                                valid,
                                layer.columns,
                                layer.biases,
                                layer.thresholds,
                                layer.meanColumn,
                                layer.meanBias);
            case PAPER ->
                layer.isTopK()
                        ? kernels.call(
                                "paper_topk", x, valid, layer.allColumns(), layer.allBiases, layer.index, layer.top)
                        : kernels.call(
                                "paper_threshold",
                                x,
                                valid,
                                layer.allColumns(),
                                layer.allBiases,
                                layer.allThresholds,
                                layer.index);
            case ALIGNED ->
                kernels.call(
                        "aligned",
                        x,
                        frozen.get(0),
                        valid,
                        frozen.get(1),
                        layer.columns,
                        layer.biases,
                        layer.thresholds);
        };
        return new Suppression(result.get(0), result.get(1));
    }

    /**
     * How far the edited state x is from the frozen one, as {@link Drift} says: the retain loss of a layer, or the coherence loss.
     *
     * @param x [batch, pos, d_model]
     * @param frozen [batch, pos, d_model]
     * @param valid f32 [batch, pos, 1]
     */
    NDArray drift(NDArray x, NDArray frozen, NDArray valid) {
        return kernels.apply(drift.kernel(), x, frozen, valid);
    }

    @Override
    public void close() {
        kernels.close();
    }
}
