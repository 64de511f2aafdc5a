package lacuna.persistence;

import java.util.List;
import lacuna.evaluation.Bootstrap;
import lacuna.evaluation.Interval;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Protocol;

/**
 * One check of persistence: the same questions under the same protocol before unlearning, after it, and after an attack on the unlearned
 * model.
 *
 * @param attack what was done, with its settings, in words
 * @param recovered (attacked - unlearned) / (before - unlearned): 0 for nothing regained, 1 for all; NaN where nothing had been unlearned
 * @param recoveredInterval 95 % bootstrap interval of it, over questions
 */
public record Persistence(
        String attack,
        Protocol protocol,
        String questionSet,
        int questions,
        Share before,
        Share unlearned,
        Share attacked,
        double recovered,
        Interval recoveredInterval) {

    /** @param interval 95 % Wilson interval of {@code accuracy} */
    public record Share(double accuracy, Interval interval) {
        static Share of(MultipleChoiceResult result) {
            return new Share(result.accuracy(), result.interval());
        }
    }

    /**
     * @throws IllegalArgumentException if the three are of different protocols or of different questions; a prefix before the attacked
     *     model's questions is part of the attack
     */
    public static Persistence of(
            String attack, MultipleChoiceResult before, MultipleChoiceResult unlearned, MultipleChoiceResult attacked) {
        if (!before.isComparableWith(unlearned)
                || before.protocol() != attacked.protocol()
                || before.questions().size() != attacked.questions().size()) {
            throw new IllegalArgumentException("results of different protocols or questions cannot be compared");
        }
        boolean[] first = right(before);
        boolean[] second = right(unlearned);
        boolean[] third = right(attacked);
        int n = first.length;
        return new Persistence(
                attack,
                before.protocol(),
                before.questionSet(),
                n,
                Share.of(before),
                Share.of(unlearned),
                Share.of(attacked),
                (attacked.accuracy() - unlearned.accuracy()) / (before.accuracy() - unlearned.accuracy()),
                Bootstrap.of(n, drawn -> recovered(drawn, first, second, third)));
    }

    private static double recovered(int[] drawn, boolean[] before, boolean[] unlearned, boolean[] attacked) {
        double lost = 0;
        double regained = 0;
        for (int i : drawn) {
            lost += (before[i] ? 1 : 0) - (unlearned[i] ? 1 : 0);
            regained += (attacked[i] ? 1 : 0) - (unlearned[i] ? 1 : 0);
        }
        return regained / lost;
    }

    private static boolean[] right(MultipleChoiceResult result) {
        List<Boolean> flags =
                result.questions().stream().map(question -> question.correct()).toList();
        boolean[] right = new boolean[flags.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = flags.get(i);
        }
        return right;
    }
}
