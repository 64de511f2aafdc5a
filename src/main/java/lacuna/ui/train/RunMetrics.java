package lacuna.ui.train;

import lacuna.project.RunSummary;

/**
 * What a run scores after training; not a number where the project does not measure it.
 *
 * @param target share of target questions answered rightly
 * @param benign share of benign questions answered rightly
 * @param perplexity on held-out texts
 */
public record RunMetrics(double target, double benign, double perplexity) {

    /** Not evaluated. */
    public static final RunMetrics NONE = new RunMetrics(Double.NaN, Double.NaN, Double.NaN);

    /** From a run's summary. */
    public static RunMetrics of(RunSummary summary) {
        RunSummary.Accuracy target = summary.target();
        RunSummary.Accuracy benign = summary.benign();
        return new RunMetrics(
                target == null ? Double.NaN : target.accuracyAfter(),
                benign == null ? Double.NaN : benign.accuracyAfter(),
                summary.perplexity().after());
    }
}
