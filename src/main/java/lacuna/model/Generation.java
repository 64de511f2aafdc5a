package lacuna.model;

/**
 * A prompt and its continuation.
 *
 * @param prompt as given
 * @param text what the model added
 * @param ids token ids of what it added
 */
public record Generation(String prompt, String text, int[] ids) {}
