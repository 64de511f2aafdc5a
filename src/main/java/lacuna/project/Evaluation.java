package lacuna.project;

import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.PerplexityResult;
import org.jspecify.annotations.Nullable;

/**
 * What one state of a model scores on a project.
 *
 * @param target questions about what is to be forgotten; null if the project has none
 * @param benign questions about what is to stay; null if the project has none
 * @param general questions about everything else; null if the project has none, or had none when this was measured
 * @param perplexity on held-out texts
 * @param activity of the chosen features on held-out target texts; null where none are chosen
 * @param generations continuations of the project's prompts; null if it has none
 */
public record Evaluation(
        @Nullable MultipleChoiceResult target,
        @Nullable MultipleChoiceResult benign,
        @Nullable MultipleChoiceResult general,
        PerplexityResult perplexity,
        @Nullable FeatureActivityResult activity,
        @Nullable GenerationsResult generations) {

    /** {@code evaluation.json}: a model as it was, and with the adapter. */
    public record Pair(Evaluation before, Evaluation after) {}
}
