package lacuna.sae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Torch;

/**
 * SAE folders in the layout of SAELens: {@code cfg.json}, {@code sae_weights.safetensors} and, if known, {@code sparsity.safetensors}
 * (log10 of the share of tokens at which each feature is on).
 *
 * <p>Read are the architectures standard, topk and jumprelu. {@code log_threshold} is exponentiated where {@code threshold} is absent,
 * thresholds are raised to at least 0, a {@code scaling_factor} of ones is dropped, and {@code rescale_acts_by_decoder_norm} is folded
 * into the weights, so that feature values are in the units the file's authors report.
 */
public final class SaeFiles {

    public static final String CONFIG = "cfg.json";
    public static final String WEIGHTS = "sae_weights.safetensors";
    public static final String SPARSITY = "sparsity.safetensors";

    private SaeFiles() {}

    /** Whether the folder looks like one that {@link #read} takes. */
    public static boolean isSaeFolder(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(WEIGHTS));
    }

    /** Reads an SAE at the hook point that its own {@code cfg.json} names. */
    public static SparseAutoencoder read(Path folder, Torch torch) throws LacunaException {
        SaeConfig config = SaeConfig.read(folder.resolve(CONFIG));
        HookPoint hook = config.hook()
                .orElseThrow(() -> new LacunaException(folder.resolve(CONFIG)
                        + (config.hookName().isEmpty()
                                ? " does not say where in the model the SAE belongs"
                                : " names the hook point '" + config.hookName() + "', which is not read")
                        + ". Say so yourself: resid_post.L or resid_pre.L with a block number L."));
        return read(folder, hook, torch, config);
    }

    /** Reads an SAE for use at the given hook point, whatever its {@code cfg.json} names. */
    public static SparseAutoencoder read(Path folder, HookPoint hook, Torch torch) throws LacunaException {
        return read(folder, hook, torch, SaeConfig.read(folder.resolve(CONFIG)));
    }

    private static SparseAutoencoder read(Path folder, HookPoint hook, Torch torch, SaeConfig config)
            throws LacunaException {
        Path file = folder.resolve(WEIGHTS);
        NDManager manager = torch.manager().newSubManager();
        try (Safetensors weights = Safetensors.open(file)) {
            int d = config.inputWidth();
            int features = config.features();
            weights.require("W_enc", d, features);
            weights.require("b_enc", features);
            weights.require("W_dec", features, d);
            weights.require("b_dec", d);
            refuseScaling(weights);
            SaeTensors tensors = new SaeTensors(
                    torch,
                    manager,
                    weights.load(manager, "W_enc"),
                    weights.floats("b_enc"),
                    weights.load(manager, "W_dec"),
                    weights.floats("b_dec"));
            if (config.gate() instanceof Gate.JumpRelu) {
                tensors.threshold(threshold(weights, config));
            }
            if (config.foldsDecoderNorm()) {
                tensors.foldDecoderNorms();
            }
            return tensors.build(hook, SaeForm.of(config.gate(), config.input()), file.toString());
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** What was measured when the SAE was trained here; empty for SAEs that others trained. */
    public static Optional<SaeTrainer.Written> readReport(Path folder) throws LacunaException {
        Path file = folder.resolve(SaeReport.FILE);
        return Files.isRegularFile(file)
                ? Optional.of(Json.readLenient(file, SaeTrainer.Written.class))
                : Optional.empty();
    }

    private static float[] threshold(Safetensors weights, SaeConfig config) throws LacunaException {
        boolean log = !weights.has("threshold") && weights.has("log_threshold");
        String name = log ? "log_threshold" : "threshold";
        weights.require(name, config.features());
        float[] threshold = weights.floats(name);
        for (int i = 0; log && i < threshold.length; i++) {
            threshold[i] = (float) Math.exp(threshold[i]);
        }
        return threshold;
    }

    private static void refuseScaling(Safetensors weights) throws LacunaException {
        if (weights.has("scaling_factor")) {
            for (float factor : weights.floats("scaling_factor")) {
                if (factor != 1) {
                    throw new LacunaException(weights.file()
                            + " holds a scaling_factor other than 1, which is not supported. Fold it into the weights with"
                            + " SAELens and save again.");
                }
            }
        }
    }

    /**
     * Writes a folder that SAELens and {@link #read} load. Matrices are stored as {@code stored}; biases and thresholds stay f32,
     * because they are small and comparisons depend on them.
     *
     * @param stored F32, F16 or BF16
     */
    public static void write(SparseAutoencoder sae, Path folder, SaeOrigin origin, Dtype stored)
            throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata("format", "pt")
                .array("W_dec", sae.decoderWeight(), stored)
                .array("W_enc", sae.encoderWeight(), stored)
                .array("b_dec", sae.decoderBias(), Dtype.F32)
                .array("b_enc", sae.encoderBias(), Dtype.F32);
        if (sae.gate() instanceof Gate.JumpRelu) {
            writer.array("threshold", sae.threshold(), Dtype.F32);
        }
        writer.write(folder.resolve(WEIGHTS));
        // decision: cfg.json last, so that a folder with both files is a whole one
        Json.write(folder.resolve(CONFIG), SaeConfig.write(sae, origin));
    }

    /**
     * Writes {@code sparsity.safetensors}.
     *
     * @param firingShare share of tokens at which each feature is on
     */
    public static void writeSparsity(Path folder, double[] firingShare) throws LacunaException {
        float[] log = new float[firingShare.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = (float) Math.log10(firingShare[i] + 1e-10); // never fired shows as -10
        }
        new SafetensorsWriter().floats("sparsity", log, log.length).write(folder.resolve(SPARSITY));
    }

    /** Share of tokens at which each feature is on, as stored beside the weights; empty if it is not. */
    public static double[] readSparsity(Path folder) throws LacunaException {
        Path file = folder.resolve(SPARSITY);
        if (!Files.isRegularFile(file)) {
            return new double[0];
        }
        try (Safetensors tensors = Safetensors.open(file)) {
            float[] log = tensors.floats("sparsity");
            double[] share = new double[log.length];
            Arrays.setAll(share, i -> log[i] <= -10 ? 0 : Math.pow(10, log[i]));
            return share;
        }
    }
}
