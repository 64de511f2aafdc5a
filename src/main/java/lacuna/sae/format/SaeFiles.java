package lacuna.sae.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.Gate;
import lacuna.sae.InputNorm;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Torch;

/**
 * SAE folders in the layout of SAELens: {@code cfg.json}, {@code sae_weights.safetensors} and, if known, {@code sparsity.safetensors}
 * (log10 of the share of tokens at which each feature is on).
 *
 * <p>This is the layout that Lacuna writes; {@link SaeFormats} reads it with all others.
 */
public final class SaeFiles {

    public static final String CONFIG = "cfg.json";
    public static final String WEIGHTS = "sae_weights.safetensors";
    public static final String SPARSITY = "sparsity.safetensors";

    private SaeFiles() {}

    /** Reads an SAE at the hook point that its own {@code cfg.json} names. */
    public static SparseAutoencoder read(Path folder, Torch torch) throws LacunaException {
        HookPoint hook = SaeFormats.describe(folder, SaeOptions.NONE)
                .site()
                .hook()
                .orElseThrow(() -> new LacunaException(folder.resolve(CONFIG)
                        + " does not say where in the model the SAE belongs. Say so yourself: for example resid_post.L"
                        + " with a block number L."));
        return read(folder, hook, torch);
    }

    /** Reads an SAE for use at the given hook point, whatever its {@code cfg.json} names. */
    public static SparseAutoencoder read(Path folder, HookPoint hook, Torch torch) throws LacunaException {
        return SaeFormats.read(folder, hook, SaeOptions.NONE, torch);
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
        Json.write(folder.resolve(CONFIG), config(sae, origin));
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

    /** The nested form of SAELens 6. */
    private static ObjectNode config(SparseAutoencoder sae, SaeOrigin origin) {
        HookPoint hook = sae.hook();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("architecture", architecture(sae));
        root.put("d_in", sae.inputWidth());
        root.put("d_sae", sae.features());
        root.put("dtype", "float32"); // what it is computed in; the file itself may be narrower
        root.put("device", "cpu");
        root.put("apply_b_dec_to_input", sae.subtractsDecoderBias());
        root.put("normalize_activations", normalisation(sae.form().norm()));
        root.put("reshape_activations", hook.kind() == HookPoint.Kind.ATTN_Z ? "hook_z" : "none");
        if (sae.gate() instanceof Gate.TopK topK) {
            root.put("k", topK.k());
            root.put("rescale_acts_by_decoder_norm", false);
        }
        ObjectNode metadata = root.putObject("metadata");
        metadata.put("sae_lens_version", "6.18.0"); // decision: the version whose layout this is
        metadata.put("sae_lens_training_version", "6.18.0");
        metadata.put("model_name", origin.modelName());
        metadata.put("dataset_path", origin.datasetPath());
        metadata.put("context_size", origin.contextSize());
        metadata.put("prepend_bos", true);
        metadata.put("hook_name", hook.transformerLensName());
        if (hook.isBetweenBlocks()) {
            metadata.put(
                    "hf_hook_name",
                    "model.layers." + hook.layer() + (hook.kind() == HookPoint.Kind.RESID_POST ? ".output" : ".input"));
        }
        metadata.put("written_by", "lacuna");
        return root;
    }

    private static String architecture(SparseAutoencoder sae) {
        if (sae.gate() instanceof Gate.GroupMax) {
            throw new IllegalArgumentException("SAELens has no GroupMax gate");
        }
        return sae.gate().architecture();
    }

    private static String normalisation(InputNorm norm) {
        return switch (norm) {
            case NONE -> "none";
            case CONSTANT_NORM -> "constant_norm_rescale";
            case LAYER_NORM -> "layer_norm";
            case CENTRED -> throw new IllegalArgumentException("SAELens has no centred rows");
        };
    }
}
