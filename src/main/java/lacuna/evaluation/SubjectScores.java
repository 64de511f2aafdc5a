package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.stats.Interval;

/**
 * Accuracy by subject.
 *
 * @param macro mean of the subjects' accuracies, each counting alike
 * @param micro share of all questions answered rightly, each question counting alike
 */
public record SubjectScores(double macro, double micro, List<Subject> subjects) {

    /** @param interval 95 % Wilson interval of {@code accuracy} */
    public record Subject(String name, int questions, double accuracy, Interval interval) {}

    public SubjectScores {
        subjects = List.copyOf(subjects);
    }

    /** @throws IllegalArgumentException if the result is of another question set */
    public static SubjectScores of(QuestionSet set, MultipleChoiceResult result) {
        if (!set.sha256().equals(result.sha256())
                || set.size() != result.questions().size()) {
            throw new IllegalArgumentException(result.questionSet() + " is not " + set.name());
        }
        Map<String, int[]> counts = new TreeMap<>(); // right, asked
        for (int i = 0; i < set.size(); i++) {
            int[] count = counts.computeIfAbsent(set.questions().get(i).subject(), name -> new int[2]);
            count[0] += result.questions().get(i).correct() ? 1 : 0;
            count[1]++;
        }
        List<Subject> subjects = new ArrayList<>();
        counts.forEach((name, count) -> subjects.add(
                new Subject(name, count[1], (double) count[0] / count[1], Interval.wilson(count[0], count[1]))));
        double macro =
                subjects.stream().mapToDouble(Subject::accuracy).average().orElseThrow();
        return new SubjectScores(macro, result.accuracy(), subjects);
    }
}
