package lacuna.ui.project;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import lacuna.sae.SaeReport;
import lacuna.ui.session.ProjectFacts.SaeFacts;

/**
 * Whether an SAE can be trusted, by the report beside its weights.
 *
 * @param sentence for the user; colour alone would not do
 */
record SaeHealth(Light light, String sentence) {

    /** How it looks. */
    enum Light {
        GOOD("good"),
        FAIR("fair"),
        BAD("bad"),
        UNKNOWN("unknown");

        private final String styleClass;

        Light(String styleClass) {
            this.styleClass = styleClass;
        }
    }

    // decision: the bar that the sample's own SAEs have to pass (.85) is green; below .6 most of the stream is lost
    private static final double GOOD_VARIANCE = 0.85;
    private static final double FAIR_VARIANCE = 0.6;
    private static final double MANY_DEAD = 0.2;

    static SaeHealth of(SaeFacts sae) {
        return sae.report()
                .map(SaeHealth::of)
                .orElse(new SaeHealth(
                        Light.UNKNOWN, "No report beside the weights, so how well it fits is not known."));
    }

    private static SaeHealth of(SaeReport report) {
        if (!report.bestAtDeclaredSite()) {
            return new SaeHealth(
                    Light.BAD, "A neighbouring block fits better: it is probably read at the wrong place.");
        }
        if (report.varianceExplained() < FAIR_VARIANCE) {
            return new SaeHealth(Light.BAD, "Explains little of the residual stream; its features miss much.");
        }
        if (report.varianceExplained() < GOOD_VARIANCE) {
            return new SaeHealth(Light.FAIR, "Explains a fair part of the residual stream.");
        }
        if (report.deadShare() > MANY_DEAD) {
            return new SaeHealth(Light.FAIR, "Fits well, but many features are never on.");
        }
        return new SaeHealth(Light.GOOD, "Fits well, and best at its own block.");
    }

    Node node() {
        Circle dot = new Circle(4);
        dot.getStyleClass().addAll("health", light.styleClass);
        Label text = new Label(sentence);
        text.getStyleClass().add("caption");
        HBox box = new HBox(8, dot, text);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
