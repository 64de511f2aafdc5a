package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.MultipleChoiceResult;
import org.jspecify.annotations.Nullable;

/**
 * What runs that are compared answered of general questions.
 *
 * @param table null unless all were asked the same
 * @param notAsked names of the runs that were not asked what another was; empty where all or none were asked
 */
record GeneralQuestions(@Nullable AccuracyTable table, List<String> notAsked) {

    /** @param pairs their evaluations, in the order of {@code names} */
    static GeneralQuestions of(List<String> names, List<Evaluation.Pair> pairs) {
        MultipleChoiceResult untouched = pairs.stream()
                .map(Evaluation.Pair::before)
                .map(Evaluation::general)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (untouched == null) {
            return new GeneralQuestions(null, List.of());
        }
        AccuracyTable.Builder table = AccuracyTable.of(untouched);
        List<String> notAsked = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            MultipleChoiceResult answers = pairs.get(i).after().general();
            if (answers != null && answers.isComparableWith(untouched)) {
                table.row(names.get(i), answers);
            } else {
                notAsked.add(names.get(i));
            }
        }
        return new GeneralQuestions(notAsked.isEmpty() ? table.build() : null, notAsked);
    }
}
