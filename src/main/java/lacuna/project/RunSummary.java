package lacuna.project;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.selection.FeatureSelection;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json}: a whole run on one page. What a project does not measure is left out.
 *
 * @param mode paper, code or aligned
 * @param target accuracy on the target questions
 * @param benign accuracy on the benign questions
 * @param general accuracy on the general questions
 * @param perplexity on held-out texts
 * @param activity mean activation of the chosen features on held-out target texts
 * @param seconds wall-clock time of the stages
 * @param selected the suppressed features
 * @param generations each prompt with what the model added before and after
 */
public record RunSummary(
        String mode,
        long seed,
        @Nullable Accuracy target,
        @Nullable Accuracy benign,
        @Nullable Accuracy general,
        BeforeAfter perplexity,
        @Nullable BeforeAfter activity,
        RunSeconds seconds,
        List<Feature> selected,
        List<Continuation> generations) {

    /** Shares of questions answered rightly. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Accuracy(double accuracyBefore, double accuracyAfter) {}

    /** One measure of both states. */
    public record BeforeAfter(double before, double after) {}

    /**
     * @param layer hook point, {@code resid_post.4}
     * @param feature its number in the SAE there
     */
    public record Feature(String layer, int feature) {}

    /** A prompt and its two continuations. */
    public record Continuation(String prompt, String before, String after) {}

    static RunSummary of(
            RunSettings settings, FeatureSelection selection, Evaluation.Pair evaluation, RunSeconds seconds) {
        Evaluation before = evaluation.before();
        Evaluation after = evaluation.after();
        return new RunSummary(
                settings.selection().mode().name().toLowerCase(Locale.ROOT),
                settings.seed(),
                accuracy(before.target(), after.target()),
                accuracy(before.benign(), after.benign()),
                accuracy(before.general(), after.general()),
                new BeforeAfter(
                        before.perplexity().perplexity(), after.perplexity().perplexity()),
                activity(before.activity(), after.activity()),
                seconds,
                selection.features().stream()
                        .map(feature -> new Feature(feature.layer(), feature.feature()))
                        .toList(),
                continuations(before.generations(), after.generations()));
    }

    private static @Nullable Accuracy accuracy(
            @Nullable MultipleChoiceResult before, @Nullable MultipleChoiceResult after) {
        return before == null || after == null ? null : new Accuracy(before.accuracy(), after.accuracy());
    }

    private static @Nullable BeforeAfter activity(
            @Nullable FeatureActivityResult before, @Nullable FeatureActivityResult after) {
        return before == null || after == null ? null : new BeforeAfter(before.mean(), after.mean());
    }

    private static List<Continuation> continuations(
            @Nullable GenerationsResult before, @Nullable GenerationsResult after) {
        return before == null || after == null
                ? List.of()
                : before.pairedWith(after).stream()
                        .map(pair -> new Continuation(pair.prompt(), pair.before(), pair.after()))
                        .toList();
    }
}
