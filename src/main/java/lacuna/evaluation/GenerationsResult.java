package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.GenerationConfig;

/**
 * Continuations of a list of prompts.
 *
 * @param config how they were made
 * @param texts in the order of the prompts
 */
public record GenerationsResult(GenerationConfig config, List<GeneratedText> texts) {

    public GenerationsResult {
        texts = List.copyOf(texts);
    }

    /**
     * Side by side with the continuations of the same prompts after unlearning.
     *
     * @throws IllegalArgumentException if prompts or settings differ
     */
    public List<GenerationPair> pairedWith(GenerationsResult after) {
        if (!config.equals(after.config) || texts.size() != after.texts.size()) {
            throw new IllegalArgumentException("made with other settings or from other prompts");
        }
        List<GenerationPair> pairs = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            GeneratedText left = texts.get(i);
            GeneratedText right = after.texts.get(i);
            if (!left.prompt().equals(right.prompt())) {
                throw new IllegalArgumentException("prompt " + (i + 1) + " differs");
            }
            pairs.add(new GenerationPair(left.prompt(), left.group(), left.text(), right.text()));
        }
        return pairs;
    }
}
