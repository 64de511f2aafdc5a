package lacuna.project;

import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.SubjectScores;
import org.jspecify.annotations.Nullable;

/**
 * A question set under one protocol, asked of the untouched model and of a run's.
 *
 * @param subjectsBefore of the untouched model
 * @param ordersBefore of the untouched model; null where other orders were not asked
 */
public record Asked(
        MultipleChoiceResult before,
        MultipleChoiceResult after,
        SubjectScores subjectsBefore,
        SubjectScores subjectsAfter,
        OptionOrders.@Nullable Result ordersBefore,
        OptionOrders.@Nullable Result ordersAfter) {

    boolean isOfTheSame(Asked other) {
        return before.isComparableWith(other.before);
    }
}
