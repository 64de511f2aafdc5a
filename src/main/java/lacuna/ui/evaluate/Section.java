package lacuna.ui.evaluate;

import lacuna.project.MeasureStage.Measure;
import lacuna.project.RunFindings;
import org.jspecify.annotations.Nullable;

/** What of the place is in front. */
public enum Section {
    OVERVIEW("Overview", "The chosen run before and after, question by question"),
    QUESTIONS("Questions", "Any question set under any protocol, asked of the untouched model and of the chosen run"),
    FEATURES(
            "Features",
            "What became of the SAEs\u2019 features, suppressed and not, on held-out text",
            Measure.FEATURES),
    TEXTS("Texts", "How well held-out text is predicted, and what the model writes, before and after", Measure.TEXTS),
    INSIDE(
            "Inside",
            "What the residual stream still says, block by block: logit lens and linear probes",
            Measure.INSIDE),
    PERSISTENCE("Persistence", "Whether what the chosen run unlearned comes back"),
    COMPARISON("Comparison", "All measured runs beside each other and the untouched model");

    private final String title;
    private final String meaning;
    private final @Nullable Measure measure;

    Section(String title, String meaning) {
        this(title, meaning, null);
    }

    Section(String title, String meaning, @Nullable Measure measure) {
        this.title = title;
        this.meaning = meaning;
        this.measure = measure;
    }

    /** What it shows the outcome of; null for the other parts. */
    @Nullable
    Measure measure() {
        return measure;
    }

    /** Whether what it shows has been measured. */
    boolean isIn(RunFindings measured) {
        return switch (this) {
            case FEATURES -> measured.features() != null;
            case TEXTS -> measured.texts() != null;
            case INSIDE -> measured.lens() != null || measured.probe() != null || measured.answers() != null;
            default -> false;
        };
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
