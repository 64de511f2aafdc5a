package lacuna.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import lacuna.evaluation.QuestionRows;
import lacuna.evaluation.QuestionRows.Reading;
import lacuna.evaluation.QuestionSet;

/**
 * Which choice is right, told by the residual stream x at the end of a row: where a row is a choice, the c with the largest w &middot; x<sub>c</sub>
 * of one probe for "right"; where it is a prompt, the c with the largest w<sub>c</sub> &middot; x + b<sub>c</sub> of one probe a letter.
 */
final class AnswerProbe {

    private final QuestionSet set;
    private final QuestionRows rows;
    private final List<LinearProbe> probes;

    private AnswerProbe(QuestionSet set, QuestionRows rows, List<LinearProbe> probes) {
        this.set = set;
        this.rows = rows;
        this.probes = probes;
    }

    /**
     * @param x [rows][d] of all rows
     * @param answers [questions] what is taken for right
     * @param use [questions] which are fitted on
     */
    static AnswerProbe fit(QuestionSet set, QuestionRows rows, float[][] x, int[] answers, boolean[] use) {
        int[] places = places(rows, use);
        float[][] some = picked(x, places);
        List<LinearProbe> probes = new ArrayList<>();
        if (rows.reading() == Reading.CHOICES) {
            probes.add(fit(
                    some,
                    places,
                    place -> rows.choices().get(place)
                            == answers[rows.questions().get(place)]));
        } else {
            for (int i = 0; i < letters(set); i++) {
                int letter = i;
                probes.add(fit(some, places, place -> answers[rows.questions().get(place)] == letter));
            }
        }
        return new AnswerProbe(set, rows, probes);
    }

    private static LinearProbe fit(float[][] x, int[] places, IntPredicate is) {
        boolean[] labels = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            labels[i] = is.test(places[i]);
        }
        return LinearProbe.fit(x, labels);
    }

    private static int letters(QuestionSet set) {
        return set.questions().stream()
                .mapToInt(question -> question.choices().size())
                .max()
                .orElseThrow();
    }

    /** Writes down of each question asked whether its answer is found; the first of equal choices counts. */
    void ask(float[][] x, boolean[] asked, boolean[] right) {
        int[] places = places(rows, asked);
        float[][] some = picked(x, places);
        double[][] scores = set.questions().stream()
                .map(question -> new double[question.choices().size()])
                .toArray(double[][]::new); // [questions][choices]
        for (int probe = 0; probe < probes.size(); probe++) {
            double[] found = probes.get(probe).scores(some);
            for (int i = 0; i < places.length; i++) {
                double[] question = scores[rows.questions().get(places[i])];
                int choice = rows.reading() == Reading.CHOICES ? rows.choices().get(places[i]) : probe;
                if (choice < question.length) {
                    question[choice] = found[i];
                }
            }
        }
        for (int question = 0; question < right.length; question++) {
            if (asked[question]) {
                right[question] =
                        first(scores[question]) == set.questions().get(question).answer();
            }
        }
    }

    /** Place of the largest. */
    private static int first(double[] scores) {
        return IntStream.range(0, scores.length)
                .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                .orElseThrow();
    }

    private static int[] places(QuestionRows rows, boolean[] use) {
        return IntStream.range(0, rows.documents().size())
                .filter(row -> use[rows.questions().get(row)])
                .toArray();
    }

    private static float[][] picked(float[][] x, int[] places) {
        return IntStream.of(places).mapToObj(place -> x[place]).toArray(float[][]::new);
    }
}
