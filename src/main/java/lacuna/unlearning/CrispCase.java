package lacuna.unlearning;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.model.HookPoint;
import lacuna.model.LoraAdapter;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;

/**
 * A run that another program made and stored, as {@code case.json} tells it: settings, texts as token ids, SAEs.
 *
 * @param mode "code" where the file names none: such files were made by the published code
 * @param settings the file
 * @param saes in the order of the file's layers; closed with the case
 */
record CrispCase(
        CrispMode mode,
        JsonNode settings,
        List<TokenizedDocument> target,
        List<TokenizedDocument> benign,
        List<TokenizedDocument> coherence,
        List<SparseAutoencoder> saes)
        implements AutoCloseable {

    private static final int TOP_K = 16; // assumption: what the reference's README says, where case.json does not

    /** @throws LacunaException if a file is missing, or mode or kind of SAE is not known */
    static CrispCase read(Path folder, Torch torch) throws LacunaException {
        Path file = folder.resolve("case.json");
        JsonNode settings = Json.readTree(file);
        CrispMode mode = mode(file, settings.path("mode").asText("code"));
        List<SparseAutoencoder> saes = new ArrayList<>();
        try {
            for (JsonNode layer : settings.path("layers")) {
                int block = layer.asInt();
                saes.add(sae(folder.resolve("sae." + block + ".safetensors"), site(mode, block), settings, torch));
            }
        } catch (LacunaException e) {
            saes.forEach(SparseAutoencoder::close);
            throw e;
        }
        return new CrispCase(
                mode,
                settings,
                documents(settings.path("target")),
                documents(settings.path("benign")),
                documents(settings.path("coherence")),
                saes);
    }

    private static CrispMode mode(Path file, String word) throws LacunaException {
        for (CrispMode mode : CrispMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw new LacunaException(file + " is said to be of mode '" + word + "'; there are code, paper and aligned.");
    }

    /** Where the mode reads the SAE of a block. */
    private static HookPoint site(CrispMode mode, int block) {
        return mode.site(HookPoint.residPost(block));
    }

    /** How features are chosen. */
    SelectionConfig selection() {
        return new SelectionConfig(
                mode,
                settings.path("k").asInt(),
                settings.path("tau").asDouble(),
                settings.path("epsilon").asDouble());
    }

    /** How the run was trained; {@code alpha} is the suppression strength, as the published code calls it. */
    CrispConfig config(LoraAdapter adapter) {
        return new CrispConfig(
                mode,
                settings.path("alpha").asDouble(),
                settings.path("unlearn_weight").asDouble(),
                settings.path("beta").asDouble(),
                settings.path("gamma").asDouble(),
                Drift.of(mode),
                adapter.config(),
                settings.path("learning_rate").asDouble(),
                0,
                0,
                1,
                settings.path("log").size(),
                settings.path("batch_size").asInt(),
                1,
                1024,
                0,
                0,
                ActivationMemory.WHOLE);
    }

    private static SparseAutoencoder sae(Path file, HookPoint hook, JsonNode settings, Torch torch)
            throws LacunaException {
        try (Safetensors tensors = Safetensors.open(file)) {
            float[] decoder = tensors.floats("W_dec");
            float[] decoderBias = tensors.floats("b_dec");
            int width = decoderBias.length;
            int features = decoder.length / width;
            String kind = settings.path("sae").asText();
            if (kind.equals("topk")) {
                float[] encoder = SaeWeights.transposed(tensors.floats("encoder.weight"), features, width);
                SaeWeights weights = new SaeWeights(
                        width, features, encoder, tensors.floats("encoder.bias"), decoder, decoderBias, null);
                Gate gate = new Gate.TopK(settings.path("sae_k").asInt(TOP_K));
                return SparseAutoencoder.of(torch, hook, gate, EncoderInput.MINUS_DECODER_BIAS, weights);
            }
            if (kind.equals("jumprelu")) {
                SaeWeights weights = new SaeWeights(
                        width,
                        features,
                        tensors.floats("W_enc"),
                        tensors.floats("b_enc"),
                        decoder,
                        decoderBias,
                        tensors.floats("threshold"));
                return SparseAutoencoder.of(torch, hook, new Gate.JumpRelu(), EncoderInput.RAW, weights);
            }
            throw new LacunaException(
                    file + " is said to be of kind '" + kind + "'; the replay knows topk and jumprelu.");
        }
    }

    private static List<TokenizedDocument> documents(JsonNode texts) {
        List<TokenizedDocument> documents = new ArrayList<>();
        for (JsonNode text : texts) {
            int[] ids = new int[text.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = text.get(i).asInt();
            }
            documents.add(new TokenizedDocument(documents.size(), ids));
        }
        return documents;
    }

    @Override
    public void close() {
        saes.forEach(SparseAutoencoder::close);
    }
}
