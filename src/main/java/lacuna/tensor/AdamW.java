package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) and optional AMSGrad, as PyTorch computes it:
 *
 * <pre>
 * w &larr; w (1 - lr decay);  m &larr; b1 m + (1-b1) g;  v &larr; b2 v + (1-b2) g&sup2;;  s &larr; max(s, v)
 * w &larr; w - lr/(1-b1^t) m / (sqrt(s)/sqrt(1-b2^t) + eps)
 * </pre>
 *
 * DJL's own Adam treats the bias correction otherwise, and its gradient clipping cuts the positive side only.
 */
public final class AdamW implements AutoCloseable {

    /** Hyperparameters; {@code amsgrad} keeps the largest second moment seen. */
    public record Config(double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad) {
        /** What CRISP uses: PyTorch's defaults with AMSGrad. */
        public static final Config CRISP = new Config(0.9, 0.999, 1e-8, 0.01, true);
    }

    private final Config config;
    private final List<NDArray> parameters;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final List<NDArray> largest = new ArrayList<>();
    private final NDManager manager;
    private final NDManager cpu;
    private final Kernels kernels;
    private long step;

    /** @param parameters leaves with gradients; updated in place */
    public AdamW(Torch torch, List<NDArray> parameters, Config config) {
        this.config = config;
        this.parameters = List.copyOf(parameters);
        this.manager = torch.manager().newSubManager();
        this.cpu = manager.newSubManager(ai.djl.Device.cpu());
        this.kernels = Kernels.load(
                torch,
                AdamW.class,
                "adamw.torchscript",
                Map.of(
                        "amsgrad", config.amsgrad(),
                        "beta1", config.beta1(),
                        "beta2", config.beta2(),
                        "eps", config.epsilon(),
                        "decay", config.weightDecay()));
        for (NDArray parameter : parameters) {
            firstMoments.add(zerosLike(parameter));
            secondMoments.add(zerosLike(parameter));
            largest.add(config.amsgrad() ? zerosLike(parameter) : manager.zeros(new ai.djl.ndarray.types.Shape(0)));
        }
        largest.forEach(NDScope::unregister);
    }

    private NDArray zerosLike(NDArray parameter) {
        NDArray zeros = manager.zeros(parameter.getShape(), DataType.FLOAT32);
        NDScope.unregister(zeros);
        return zeros;
    }

    /**
     * Applies the accumulated gradients and zeroes them.
     *
     * @param learningRate this step's rate
     * @param maxNorm gradients are scaled down to this global L2 norm if they exceed it; infinity for no clipping
     * @return the global L2 norm of the gradients before clipping; the step is skipped (and gradients zeroed) if it is not finite
     */
    public double step(double learningRate, double maxNorm) {
        try (Scope scope = Scope.open()) {
            List<NDArray> gradients = new ArrayList<>();
            for (NDArray parameter : parameters) {
                gradients.add(parameter.getGradient());
            }
            double norm = Math.sqrt(kernels.apply("squared_norm", gradients)
                    .toType(DataType.FLOAT64, false)
                    .getDouble());
            if (!Double.isFinite(norm)) {
                kernels.call("forget", gradients);
                return norm;
            }
            step++;
            double scale = norm > maxNorm ? maxNorm / norm : 1;
            NDArray h = cpu.create(new double[] {
                learningRate, 1 - Math.pow(config.beta1(), step), 1 - Math.pow(config.beta2(), step), scale
            });
            kernels.call("step", parameters, gradients, firstMoments, secondMoments, largest, h);
            return norm;
        }
    }

    /** Steps taken so far. */
    public long steps() {
        return step;
    }

    /** The moments by name, for a checkpoint: {@code m.I}, {@code v.I} and, with AMSGrad, {@code s.I} for parameter I. */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            state.put("m." + i, firstMoments.get(i));
            state.put("v." + i, secondMoments.get(i));
            if (config.amsgrad()) {
                state.put("s." + i, largest.get(i));
            }
        }
        return state;
    }

    /** Takes up a checkpoint: the counterpart of {@link #state()}. */
    public void restore(long steps, java.util.function.Function<String, float[]> saved) {
        step = steps;
        state().forEach((name, array) -> array.set(java.nio.FloatBuffer.wrap(saved.apply(name))));
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
