package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;

/**
 * What {@code config.json} says about a decoder-only transformer, in one spelling for all families.
 *
 * @param family transformers' {@code model_type}
 * @param width d_model, the residual stream's width
 * @param headWidth width of one attention head
 * @param attention how blocks attend
 * @param logitSoftCap c in c tanh(logit / c); 0 for none
 * @param parallel whether attention and MLP of a block read the same input and add to it side by side
 * @param tied whether the output head shares the embedding matrix
 * @param storedAs the dtype the weights were published in
 */
public record ModelConfig(
        String family,
        int layers,
        int width,
        int heads,
        int keyValueHeads,
        int headWidth,
        int mlpWidth,
        int vocabulary,
        int contextLength,
        double normEpsilon,
        Attention attention,
        double logitSoftCap,
        boolean parallel,
        boolean tied,
        Dtype storedAs) {

    /** Reads and checks {@code folder/config.json}. */
    public static ModelConfig read(Path folder) throws LacunaException {
        Path file = folder.resolve("config.json");
        if (!Files.isDirectory(folder)) {
            throw new LacunaException("There is no model folder " + folder + ". Check the path.");
        }
        if (!Files.exists(file)) {
            throw new LacunaException(
                    folder + " holds no config.json, so it is not a model folder in Hugging Face layout.");
        }
        return of(file, Json.readTree(file));
    }

    /**
     * Reads and checks a configuration that is at hand.
     *
     * @param file names it in messages
     */
    public static ModelConfig of(Path file, JsonNode json) throws LacunaException {
        return Family.of(file, json).config(new ConfigJson(file, json));
    }

    /** Parameters of embeddings, blocks and head, by arithmetic. */
    public long parameters() {
        return Family.of(this).layout(this).parameters();
    }

    /** With another attention. */
    ModelConfig with(Attention other) {
        return new ModelConfig(
                family,
                layers,
                width,
                heads,
                keyValueHeads,
                headWidth,
                mlpWidth,
                vocabulary,
                contextLength,
                normEpsilon,
                other,
                logitSoftCap,
                parallel,
                tied,
                storedAs);
    }

    /** Width of the activations at a hook point. */
    public int widthAt(HookPoint hook) {
        return hook.kind() == HookPoint.Kind.ATTN_Z ? heads * headWidth : width;
    }

    /** @throws LacunaException if the model has no such place */
    public void require(HookPoint hook) throws LacunaException {
        if (hook.layer() >= layers) {
            throw new LacunaException(
                    hook + " does not exist: the model has blocks 0 to " + (layers - 1) + ". Choose one of those.");
        }
        if (hook.kind() == HookPoint.Kind.RESID_MID && parallel) {
            throw new LacunaException(
                    hook + " does not exist: attention and MLP of this model's blocks run side by side, so nothing"
                            + " stands between them. Choose resid_pre or resid_post.");
        }
    }
}
