package lacuna.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Dtype;
import lacuna.tensor.Kernels;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * One BatchTopK dictionary in training (Bussmann et al., arXiv 2412.06410), with the auxiliary loss for dead features of Gao et al.
 * (arXiv 2406.04093) and Adam. Rows are scaled so that, around their mean, they have mean squared length d; a step is one kernel call.
 */
final class DictionaryLearner implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double THRESHOLD_MEMORY = 0.99;

    /**
     * What a step says about itself.
     *
     * @param error mean squared error of a component, in units of the rows' variance
     * @param l0 features on at a token, on average over the batch
     * @param dead features that were off for longer than allowed
     */
    record StepResult(double error, double l0, int dead) {}

    private final Torch torch;
    private final HookPoint hook;
    private final SaeTrainingConfig config;
    private final int width;
    private final NDManager manager;
    private final NDManager cpu;
    private final Kernels kernels;
    private final List<NDArray> parameters; // W_enc [d, f], b_enc [f], W_dec [f, d], b_dec [d], of scaled rows
    private final List<NDArray> firstMoments;
    private final List<NDArray> secondMoments;
    private final NDArray idle; // [f] tokens since last on
    private double scale;
    private double threshold;
    private int steps;

    DictionaryLearner(Torch torch, HookPoint hook, int width, SaeTrainingConfig config) {
        this.torch = torch;
        this.hook = hook;
        this.config = config;
        this.width = width;
        this.manager = torch.manager().newSubManager();
        this.cpu = manager.newSubManager(Device.cpu());
        this.kernels = Kernels.load(
                torch,
                DictionaryLearner.class,
                "saetraining.torchscript",
                Map.of(
                        "k",
                        config.k(),
                        "aux_k",
                        Math.max(1, width / 2),
                        "aux_weight",
                        config.auxiliaryWeight(),
                        "beta1",
                        BETA1,
                        "beta2",
                        BETA2,
                        "eps",
                        1e-8));
        this.parameters = zeros();
        this.firstMoments = zeros();
        this.secondMoments = zeros();
        this.idle = lasting(manager.zeros(new Shape(config.features())));
    }

    private List<NDArray> zeros() {
        int f = config.features();
        return Stream.of(new Shape(width, f), new Shape(f), new Shape(f, width), new Shape(width))
                .map(shape -> lasting(manager.zeros(shape)))
                .toList();
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    HookPoint hook() {
        return hook;
    }

    int steps() {
        return steps;
    }

    /**
     * Sets scale and first weights: decoder directions are random, the encoder is the decoder turned over and shrunk so that the first
     * reconstruction of some rows fits them as well as one factor can make it. Without that factor the overlap of many directions
     * makes the first reconstructions several times too long, and most of the training goes into shortening them.
     *
     * @param rows [n, d]
     */
    void start(NDArray rows) {
        try (Scope scope = Scope.open()) {
            NDList moments = kernels.call("moments", rows);
            float[] mean = moments.get(0).toFloatArray();
            double spread = moments.get(1).toFloatArray()[0];
            scale = Math.sqrt(width / Math.max(spread, 1e-12));
            float[] decoder = randomDirections(); // [f, d]
            float[] bias = new float[width];
            for (int i = 0; i < width; i++) {
                bias[i] = (float) (mean[i] * scale);
            }
            parameters.get(0).set(FloatBuffer.wrap(SaeWeights.transposed(decoder, config.features(), width)));
            parameters.get(2).set(FloatBuffer.wrap(decoder));
            parameters.get(3).set(FloatBuffer.wrap(bias));
            NDArray factor = kernels.apply("fitting_factor", rows, parameters, cpu.create(new double[] {scale}));
            parameters.get(0).muli(factor);
        }
    }

    private float[] randomDirections() {
        SplittableRandom random = new SplittableRandom(config.seed() * 31 + hook.boundary());
        float[] directions = new float[config.features() * width];
        for (int start = 0; start < directions.length; start += width) {
            double length = 0;
            for (int i = start; i < start + width; i++) {
                directions[i] = (float) random.nextGaussian();
                length += (double) directions[i] * directions[i];
            }
            for (int i = start; i < start + width; i++) {
                directions[i] /= (float) Math.sqrt(length);
            }
        }
        return directions;
    }

    /**
     * @param rows [n, d] residual rows as the model has them
     * @param batch numbers of the rows to learn from
     */
    StepResult step(NDArray rows, long[] batch, double learningRate) {
        try (Scope scope = Scope.open()) {
            steps++;
            NDArray h = cpu.create(new double[] {
                learningRate, 1 - Math.pow(BETA1, steps), 1 - Math.pow(BETA2, steps), scale, config.deadTokens()
            });
            float[] result = kernels.apply(
                            "step", rows, manager.create(batch), parameters, firstMoments, secondMoments, idle, h)
                    .toFloatArray();
            // the first steps' thresholds say little about the last ones: forget them as fast as the steps allow
            double memory = Math.min(THRESHOLD_MEMORY, 1 - 1.0 / steps);
            threshold = memory * threshold + (1 - memory) * result[2];
            return new StepResult(result[0], result[3], (int) result[4]);
        }
    }

    /**
     * The dictionary for inference, in the units of the model: a JumpReLU SAE whose threshold is the running mean of what separated
     * features that were on from those that were off. Decoder rows are of unit length; with x the model's row and s the scale,
     * {@code (s x - b_dec) W_enc + b_enc = s (x W_enc + (b_enc - b_dec W_enc) / s)}, so s leaves the weights altogether, and nothing has
     * to be subtracted from x.
     */
    SparseAutoencoder finish() {
        try (Scope scope = Scope.open()) {
            float[] encoder = parameters.get(0).toFloatArray();
            float[] bias = parameters.get(1).toFloatArray();
            float[] decoderBias = parameters.get(3).toFloatArray();
            int features = config.features();
            float[] foldedBias = new float[features];
            float[] thresholds = new float[features];
            for (int f = 0; f < features; f++) {
                double sum = bias[f];
                for (int i = 0; i < width; i++) {
                    sum -= (double) decoderBias[i] * encoder[i * features + f];
                }
                foldedBias[f] = (float) (sum / scale);
                thresholds[f] = (float) (threshold / scale);
            }
            for (int i = 0; i < width; i++) {
                decoderBias[i] = (float) (decoderBias[i] / scale);
            }
            float[] decoder = parameters.get(2).toFloatArray();
            return SparseAutoencoder.of(
                    torch,
                    hook,
                    new Gate.JumpRelu(),
                    EncoderInput.RAW,
                    new SaeWeights(width, features, encoder, foldedBias, decoder, decoderBias, thresholds));
        }
    }

    /** Adds everything that a later start needs to go on exactly here. */
    void save(SafetensorsWriter writer) {
        tensors().forEach((name, array) -> writer.array(hook + "." + name, array, Dtype.F32));
        writer.metadata(hook + ".scale", Double.toHexString(scale))
                .metadata(hook + ".threshold", Double.toHexString(threshold))
                .metadata(hook + ".steps", Integer.toString(steps));
    }

    void restore(Safetensors saved) throws LacunaException {
        for (Map.Entry<String, NDArray> tensor : tensors().entrySet()) {
            String name = hook + "." + tensor.getKey();
            saved.require(name, tensor.getValue().getShape().getShape());
            tensor.getValue().set(FloatBuffer.wrap(saved.floats(name)));
        }
        scale = Double.parseDouble(saved.metadata().getOrDefault(hook + ".scale", "NaN"));
        threshold = Double.parseDouble(saved.metadata().getOrDefault(hook + ".threshold", "NaN"));
        steps = Integer.parseInt(saved.metadata().getOrDefault(hook + ".steps", "0"));
    }

    private Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new java.util.LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            tensors.put("p." + i, parameters.get(i));
            tensors.put("m." + i, firstMoments.get(i));
            tensors.put("v." + i, secondMoments.get(i));
        }
        tensors.put("idle", idle);
        return tensors;
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
