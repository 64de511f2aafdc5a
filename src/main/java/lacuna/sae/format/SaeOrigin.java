package lacuna.sae.format;

/**
 * What a written SAE says about where it comes from.
 *
 * @param modelName name of the model, as in its folder or hub repository
 * @param datasetPath name of the texts it was trained on; may be empty
 * @param contextSize tokens a document was cut to
 */
public record SaeOrigin(String modelName, String datasetPath, int contextSize) {}
