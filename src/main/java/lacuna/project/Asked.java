package lacuna.project;

import java.util.List;
import java.util.Objects;
import lacuna.evaluation.Flip;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.SubjectScores;
import org.jspecify.annotations.Nullable;

/**
 * A question set under one protocol, asked of the untouched model and of a run's.
 *
 * @param subjectsBefore of the untouched model
 * @param ordersBefore of the untouched model; null where other orders were not asked
 * @param flips questions that only one of the two answered rightly; without their texts where an older version asked them
 */
public record Asked(
        MultipleChoiceResult before,
        MultipleChoiceResult after,
        SubjectScores subjectsBefore,
        SubjectScores subjectsAfter,
        OptionOrders.@Nullable Result ordersBefore,
        OptionOrders.@Nullable Result ordersAfter,
        List<Flip> flips) {

    public Asked {
        flips = List.copyOf(Objects.requireNonNullElseGet(flips, () -> Flip.of(before, after, List.of())));
    }

    boolean isOfTheSame(Asked other) {
        return before.isComparableWith(other.before);
    }
}
