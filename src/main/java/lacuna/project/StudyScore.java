package lacuna.project;

import lacuna.evaluation.OverallScore;

/**
 * The one figure by which a study chooses: CRISP's overall score without the columns that need a judge, HM(100 - U, R, M), with U and R the
 * accuracies on target and benign questions. decision: a project has no general questions; in the place of M stands the share of the
 * untouched model's perplexity that is kept, 100 min(1, perplexity before / after), so that a model that can no longer write does not win.
 */
final class StudyScore {

    static final String RULE =
            "highest harmonic mean of 100 - target accuracy, benign accuracy and 100 min(1, perplexity before / after)"
                    + " on the validation half of the questions; of equals the first";

    private StudyScore() {}

    static double of(double target, double benign, double perplexityBefore, double perplexity) {
        double kept = Double.isFinite(perplexity) ? Math.min(1, perplexityBefore / perplexity) : 0;
        return OverallScore.unjudged(100 * target, 100 * benign, 100 * kept).withoutJudge();
    }
}
