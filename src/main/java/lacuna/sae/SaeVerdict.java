package lacuna.sae;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether an SAE can be trusted where it is read, in one word and one sentence.
 *
 * @param sentence what was found, with the number that decided
 */
public record SaeVerdict(Level level, String sentence) {

    /** How good it is. */
    public enum Level {
        GREEN,
        AMBER,
        RED
    }

    // decision: the bar that the sample's own SAEs have to pass (.85) is green; below .6 most of the activations is
    // lost
    private static final double GOOD_VARIANCE = 0.85;
    private static final double FAIR_VARIANCE = 0.6;
    private static final double MANY_DEAD = 0.2;

    // Neighbouring blocks resemble each other, so a little better there says nothing.
    private static final double CLEARLY_BETTER = 0.02;

    private static final double L0_FACTOR = 2;
    private static final double WRONG_FACTOR = 10;

    /** Below this many activations for each feature on average, a feature that never fired may just be rare. */
    private static final double ENOUGH_FIRINGS = 20;

    /** @param publishedL0 features on at a token on average, as its authors state it */
    public static SaeVerdict of(SaeReport report, OptionalDouble publishedL0) {
        if (Double.isNaN(report.varianceExplained())) {
            return red(
                    "Its activations are not finite numbers there: the model overflows in the dtype it computes in. Choose"
                            + " --dtype f32 or bf16.");
        }
        Map.Entry<String, Double> best = report.varianceExplainedAt().entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElse(Map.entry(report.hook(), report.varianceExplained()));
        boolean elsewhere = !best.getKey().equals(report.hook()) && best.getValue() > FAIR_VARIANCE / 2;
        if (elsewhere && best.getValue() > report.varianceExplained() + CLEARLY_BETTER) {
            return red(
                    "Fits %s better (%s of the variance) than %s (%s): it is probably read at the wrong place.",
                    best.getKey(), percent(best.getValue()), report.hook(), percent(report.varianceExplained()));
        }
        double factor = publishedL0.isPresent() ? report.l0() / publishedL0.getAsDouble() : 1;
        String l0 = String.format(
                Locale.ROOT,
                "%.1f features are on at a token where %.0f are published",
                report.l0(),
                publishedL0.orElse(0));
        if (factor > WRONG_FACTOR || factor < 1 / WRONG_FACTOR) {
            return red("%s: the place or the scaling of its inputs is wrong.", l0);
        }
        if (report.varianceExplained() < 0) {
            return red("Reconstructs worse than one constant vector would: it is of another place or another model.");
        }
        if (report.varianceExplained() < FAIR_VARIANCE) {
            return red("Explains %s of the variance; its features miss much.", percent(report.varianceExplained()));
        }
        if (factor > L0_FACTOR || factor < 1 / L0_FACTOR) {
            return amber("%s; other texts or another model than it was trained on may do that.", l0);
        }
        if (report.varianceExplained() < GOOD_VARIANCE) {
            return amber("Explains a fair part of the variance, %s.", percent(report.varianceExplained()));
        }
        boolean enough = report.tokens() * report.l0() >= ENOUGH_FIRINGS * report.features();
        if (enough && report.deadShare() > MANY_DEAD) {
            return amber("Fits well, but %s of its features are never on.", percent(report.deadShare()));
        }
        return new SaeVerdict(Level.GREEN, "Fits well, and best at its own block.");
    }

    private static SaeVerdict red(String format, Object... arguments) {
        return new SaeVerdict(Level.RED, String.format(Locale.ROOT, format, arguments));
    }

    private static SaeVerdict amber(String format, Object... arguments) {
        return new SaeVerdict(Level.AMBER, String.format(Locale.ROOT, format, arguments));
    }

    /** What is worse than explaining nothing is not worth a number: at the wrong place it can be any. */
    public static String percent(double share) {
        return share < 0 ? "< 0 %" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
