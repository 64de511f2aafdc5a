package lacuna.persistence;

import java.util.regex.Pattern;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Protocol;
import lacuna.run.Numerals;
import lacuna.stats.Interval;

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

    /** decision: files of earlier versions say "rate 0.0002" of what is "rate 2e-4" now; read, they say it as it is said now. */
    private static final Pattern RATE = Pattern.compile("(?<=, rate )\\d+(?:\\.\\d+)?(?=, )");

    public Persistence {
        attack = RATE.matcher(attack).replaceAll(rate -> Numerals.of(Double.parseDouble(rate.group())));
    }

    /** @param interval 95 % Wilson interval of {@code accuracy} */
    public record Share(double accuracy, Interval interval) {
        static Share of(boolean[] right) {
            int count = Recovery.count(right);
            return new Share((double) count / right.length, Interval.wilson(count, right.length));
        }

        static Share of(MultipleChoiceResult result) {
            return new Share(result.accuracy(), result.interval());
        }
    }

    /** What was asked, and how. */
    public record Basis(Protocol protocol, String questionSet, int questions) {

        static Basis of(MultipleChoiceResult result) {
            return new Basis(
                    result.protocol(), result.questionSet(), result.questions().size());
        }

        /** "60 questions of target.json (test half)". */
        public String words() {
            return questions + (questions == 1 ? " question of " : " questions of ") + questionSet;
        }
    }

    public Basis basis() {
        return new Basis(protocol, questionSet, questions);
    }

    /** {@link #attack()} without what turned out to be the worst, which stands in brackets at its end. */
    public String name() {
        return attack.replaceFirst(" \\([^()]*\\)$", "");
    }

    /** Whether the other is the same check made again: of the same name, with the same questions asked in the same way. */
    public boolean isSameCheck(Persistence other) {
        return name().equals(other.name()) && basis().equals(other.basis());
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
        Recovery recovery = Recovery.of(right(before), right(unlearned), right(attacked));
        return new Persistence(
                attack,
                before.protocol(),
                before.questionSet(),
                before.questions().size(),
                Share.of(before),
                Share.of(unlearned),
                Share.of(attacked),
                recovery.share(),
                recovery.interval());
    }

    private static boolean[] right(MultipleChoiceResult result) {
        boolean[] right = new boolean[result.questions().size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = result.questions().get(i).correct();
        }
        return right;
    }
}
