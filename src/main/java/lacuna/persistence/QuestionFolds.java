package lacuna.persistence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionRows.Reading;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;
import lacuna.text.Batcher;

/**
 * Questions dealt to folds for cross-validation.
 *
 * <p>decision: where a probe reads a choice, questions that share the text of a choice, directly or over others, stay together. Else it
 * would learn from one question that a text is right or wrong and be right about the next without the model's help.
 *
 * @param of number of each question's fold, [questions]
 * @param count folds
 */
record QuestionFolds(int[] of, int count) {

    private static final int FOLDS = 5;

    /**
     * @param seed decides the order in which they are dealt
     * @throws LacunaException if they cannot be parted
     */
    static QuestionFolds of(QuestionSet set, Reading reading, long seed) throws LacunaException {
        List<List<Integer>> groups =
                Batcher.shuffle(reading == Reading.CHOICES ? sharing(set) : singly(set.size()), seed);
        if (groups.size() < 2) {
            throw new LacunaException(
                    "The answer probe is tried on other questions than it is fitted on, and all "
                            + set.size() + " of " + set.name()
                            + " hang together by the choices they share. Give questions with choices of their own, or ask by letter.");
        }
        int[] folds = new int[set.size()];
        int[] sizes = new int[Math.min(FOLDS, groups.size())];
        List<List<Integer>> largestFirst = new ArrayList<>(groups);
        largestFirst.sort((a, b) -> b.size() - a.size());
        for (List<Integer> group : largestFirst) {
            int smallest = IntStream.range(0, sizes.length)
                    .reduce((a, b) -> sizes[b] < sizes[a] ? b : a)
                    .orElseThrow();
            group.forEach(question -> folds[question] = smallest);
            sizes[smallest] += group.size();
        }
        return new QuestionFolds(folds, sizes.length);
    }

    private static List<List<Integer>> singly(int questions) {
        return IntStream.range(0, questions).mapToObj(List::of).toList();
    }

    private static List<List<Integer>> sharing(QuestionSet set) {
        int[] leader = IntStream.range(0, set.size()).toArray();
        Map<String, Integer> seen = new HashMap<>();
        for (int question = 0; question < set.size(); question++) {
            Question asked = set.questions().get(question);
            for (String choice : asked.choices()) {
                Integer other = seen.putIfAbsent(choice.strip().toLowerCase(Locale.ROOT), question);
                if (other != null) {
                    leader[leader(leader, question)] = leader(leader, other);
                }
            }
        }
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int question = 0; question < set.size(); question++) {
            groups.computeIfAbsent(leader(leader, question), first -> new ArrayList<>())
                    .add(question);
        }
        return List.copyOf(groups.values());
    }

    private static int leader(int[] leader, int question) {
        int at = question;
        while (leader[at] != at) {
            at = leader[at];
        }
        return at;
    }
}
