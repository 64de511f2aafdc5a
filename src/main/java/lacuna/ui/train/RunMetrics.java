package lacuna.ui.train;

import lacuna.project.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * What a run scores after training; not a number where the project does not measure it.
 *
 * @param target share of target questions answered rightly
 * @param benign share of benign questions answered rightly
 * @param general share of general questions answered rightly
 * @param perplexity on held-out texts
 */
public record RunMetrics(double target, double benign, double general, double perplexity) {

    /** Not evaluated. */
    public static final RunMetrics NONE = new RunMetrics(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** From a run's summary. */
    public static RunMetrics of(RunSummary summary) {
        return new RunMetrics(
                after(summary.target()),
                after(summary.benign()),
                after(summary.general()),
                summary.perplexity().after());
    }

    private static double after(RunSummary.@Nullable Accuracy accuracy) {
        return accuracy == null ? Double.NaN : accuracy.accuracyAfter();
    }
}
