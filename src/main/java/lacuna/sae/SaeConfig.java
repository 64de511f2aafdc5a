package lacuna.sae;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * What {@code cfg.json} of a SAELens folder says, in one spelling. Read are both the flat form of versions before 6 and the nested form
 * with {@code metadata}; written is the nested form.
 *
 * @param architecture standard, topk or jumprelu
 * @param foldsDecoderNorm {@code rescale_acts_by_decoder_norm}: the gate sees z times the length of the decoder row
 * @param hookName as written, empty if the file names none
 * @param k for topk, else 0
 */
record SaeConfig(
        String architecture,
        int inputWidth,
        int features,
        int k,
        EncoderInput input,
        boolean foldsDecoderNorm,
        String hookName,
        String modelName) {

    private static final List<String> KNOWN = List.of("standard", "topk", "jumprelu");

    /** @throws LacunaException if the file is missing, or describes a kind of SAE that is not read */
    static SaeConfig read(Path file) throws LacunaException {
        JsonNode root = Json.readTree(file);
        String activation = text(root, "activation_fn", text(root, "activation_fn_str", "relu"));
        String architecture = text(root, "architecture", "standard");
        int k = number(root, "k", number(root.path("activation_fn_kwargs"), "k", 0));
        if (architecture.equals("standard") && activation.equals("topk")) {
            architecture = "topk"; // before version 6 TopK was a standard SAE with another activation function
        }
        if (!KNOWN.contains(architecture)) {
            throw new LacunaException(file + " describes a '" + architecture + "' SAE, which is not read; read are "
                    + String.join(", ", KNOWN)
                    + ". BatchTopK dictionaries are read once SAELens has saved them for inference, as jumprelu.");
        }
        if (architecture.equals("topk") && k < 1) {
            throw new LacunaException(
                    file + " describes a topk SAE but names no k. Add \"k\", the number of features kept per token.");
        }
        requireNone(file, root, "normalize_activations", normalisation(root));
        requireNone(file, root, "reshape_activations", reshaping(root));
        return new SaeConfig(
                architecture,
                positive(file, root, "d_in"),
                positive(file, root, "d_sae"),
                architecture.equals("topk") ? k : 0,
                root.path("apply_b_dec_to_input").asBoolean(true) ? EncoderInput.MINUS_DECODER_BIAS : EncoderInput.RAW,
                root.path("rescale_acts_by_decoder_norm").asBoolean(false),
                hookName(root),
                text(root.path("metadata"), "model_name", text(root, "model_name", "")));
    }

    /** The hook point that the file names, if it names one that is read. */
    Optional<HookPoint> hook() {
        try {
            return hookName.isEmpty() ? Optional.empty() : Optional.of(HookPoint.parse(hookName));
        } catch (LacunaException e) {
            return Optional.empty();
        }
    }

    Gate gate() {
        return switch (architecture) {
            case "topk" -> new Gate.TopK(k);
            case "jumprelu" -> new Gate.JumpRelu();
            default -> new Gate.Relu();
        };
    }

    /** The nested form of SAELens 6. */
    static ObjectNode write(SparseAutoencoder sae, SaeOrigin origin) {
        HookPoint hook = sae.hook();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("architecture", sae.gate().architecture());
        root.put("d_in", sae.inputWidth());
        root.put("d_sae", sae.features());
        root.put("dtype", "float32"); // what it is computed in; the file itself may be narrower
        root.put("device", "cpu");
        root.put("apply_b_dec_to_input", sae.subtractsDecoderBias());
        root.put("normalize_activations", "none");
        root.put("reshape_activations", "none");
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
        metadata.put(
                "hf_hook_name",
                "model.layers." + hook.layer() + (hook.kind() == HookPoint.Kind.RESID_POST ? ".output" : ".input"));
        metadata.put("written_by", "lacuna");
        return root;
    }

    private static String hookName(JsonNode root) {
        return text(root.path("metadata"), "hook_name", text(root, "hook_name", text(root, "hook_point", "")));
    }

    private static String normalisation(JsonNode root) {
        JsonNode node = root.path("normalize_activations");
        if (node.isBoolean()) {
            return node.booleanValue() ? "expected_average_only_in" : "none";
        }
        return node.isTextual() ? node.textValue() : "none";
    }

    private static String reshaping(JsonNode root) {
        return text(root, "reshape_activations", hookName(root).contains("hook_z") ? "hook_z" : "none");
    }

    private static void requireNone(Path file, JsonNode root, String key, String value) throws LacunaException {
        if (!value.equals("none")) {
            throw new LacunaException(file + " asks for " + key + " = " + value
                    + ", which is not supported: encoding without it would give wrong values."
                    + " Fold it into the weights with SAELens and save again, or choose another SAE.");
        }
    }

    private static int positive(Path file, JsonNode root, String key) throws LacunaException {
        int value = number(root, key, 0);
        if (value < 1) {
            throw new LacunaException(file + " has no usable \"" + key + "\". Expected a whole number of at least 1.");
        }
        return value;
    }

    private static int number(JsonNode node, String key, int absent) {
        JsonNode value = node.path(key);
        return value.isNumber() ? value.intValue() : absent;
    }

    private static String text(JsonNode node, String key, String absent) {
        JsonNode value = node.path(key);
        return value.isTextual() ? value.textValue() : absent;
    }
}
