package lacuna.evaluation;

/**
 * A prompt and what the model added.
 *
 * @param text the continuation alone
 * @param tokens number of tokens it was made of
 */
public record GeneratedText(String prompt, String group, String text, int tokens) {}
