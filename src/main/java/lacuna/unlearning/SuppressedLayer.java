package lacuna.unlearning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import lacuna.model.HookPoint;
import lacuna.sae.Gate;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * One SAE as the suppression loss sees it: the columns of the chosen features, and the mean over all columns. For ReLU and JumpReLU
 * these k + 1 columns give the loss and its gradient exactly, because the mean pre-activation of a token is linear in the residual:
 * mean_j (x w_j + b_j) = x w&#772; + b&#772;. A decoder bias that the SAE subtracts is folded into the encoder biases.
 */
final class SuppressedLayer implements AutoCloseable {

    private final HookPoint site;
    private final int[] features;
    private final NDManager manager;
    private final SparseAutoencoder sae;
    private final boolean competing;
    final NDArray allBiases; // [d_sae]
    final NDArray allThresholds; // [d_sae], the SAE's own
    final NDArray columns; // [d_model, k]
    final NDArray biases; // [k]
    final NDArray thresholds; // [k]
    final NDArray meanColumn; // [d_model, 1]
    final NDArray meanBias; // [1]
    final NDArray index; // i64 [k]
    final NDArray top; // i64 scalar on the CPU

    private SuppressedLayer(
            HookPoint site, int[] features, SparseAutoencoder sae, NDManager manager, NDList folded, NDArray index) {
        this.site = site;
        this.features = features.clone();
        this.manager = manager;
        this.sae = sae;
        this.competing = !sae.gate().encodesSubsets();
        this.allThresholds = sae.threshold();
        this.allBiases = own(folded.get(0));
        this.columns = own(folded.get(1));
        this.biases = own(folded.get(2));
        this.meanColumn = own(folded.get(3));
        this.meanBias = own(folded.get(4));
        this.index = own(index);
        this.thresholds = own(sae.threshold().get(index));
        this.top = lasting(manager.newSubManager(Device.cpu()).create(top(sae.gate())));
    }

    /** As the kernels take it: how many features a TopK gate keeps, or minus the number of runs of a GroupMax gate. */
    private static long top(Gate gate) {
        return gate instanceof Gate.TopK largest ? largest.k() : gate instanceof Gate.GroupMax groups ? -groups.k() : 0;
    }

    /** The SAE's own, [d_model, d_sae]. */
    NDArray allColumns() {
        return sae.encoderWeight();
    }

    /** Rows as the encoder's linear map sees them. */
    NDArray seen(NDArray x) {
        return sae.normalised(x);
    }

    /**
     * @param site where the residual stream is read: the SAE's own hook, or one block earlier as the published code does
     * @param features at least one
     */
    static SuppressedLayer of(Torch torch, Kernels kernels, HookPoint site, SparseAutoencoder sae, int[] features) {
        NDManager manager = torch.manager().newSubManager();
        try (Scope scope = Scope.open()) {
            NDArray index = manager.create(
                    java.util.Arrays.stream(features).asLongStream().toArray());
            NDArray bias = sae.subtractsDecoderBias()
                    ? sae.decoderBias()
                    : sae.decoderBias().zerosLike();
            NDList folded = kernels.call("fold", sae.encoderWeight(), sae.encoderBias(), bias, index);
            return new SuppressedLayer(site, features, sae, manager, folded, index);
        }
    }

    private NDArray own(NDArray array) {
        array.attach(manager);
        return lasting(array);
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    HookPoint site() {
        return site;
    }

    int[] features() {
        return features.clone();
    }

    /** Whether a feature's activation depends on all the others. */
    boolean isTopK() {
        return competing;
    }

    @Override
    public void close() {
        manager.close();
    }
}
