package lacuna.ui.project;

import java.util.OptionalDouble;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeVerdict;
import lacuna.ui.session.ProjectFacts.SaeFacts;
import lacuna.ui.widget.Words;

/**
 * Whether an SAE can be trusted, by its last self-test or the report beside its weights.
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

    /** The last self-test, else the report of the training, else unknown. */
    static SaeHealth of(SaeFacts sae) {
        return sae.check()
                .map(SaeCheck::verdict)
                .or(() -> sae.report().map(report -> SaeVerdict.of(report, OptionalDouble.empty())))
                .map(SaeHealth::of)
                .orElse(new SaeHealth(Light.UNKNOWN, "Not checked yet on this model."));
    }

    private static SaeHealth of(SaeVerdict verdict) {
        return new SaeHealth(
                switch (verdict.level()) {
                    case GREEN -> Light.GOOD;
                    case AMBER -> Light.FAIR;
                    case RED -> Light.BAD;
                },
                verdict.sentence());
    }

    Node node() {
        Circle dot = new Circle(4);
        dot.getStyleClass().addAll("health", light.styleClass);
        Label text = Words.caption(sentence);
        HBox box = new HBox(8, dot, text);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
