package lacuna.ui.evaluate;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.MetricCard;
import lacuna.ui.widget.Words;

/** One measure before and after: both numbers, how it moved, and how sure that is. */
final class ChangeCard extends VBox {

    private final Label before = new Label();
    private final Label after = new Label();
    private final Label unit = new Label();
    private final Label change = new Label();
    private final Label detail = Words.caption(""); // five cards in a row are narrow

    ChangeCard(String title) {
        getStyleClass().addAll("metric-card", "change-card");
        Label name = new Label(title);
        name.getStyleClass().add("metric-label");
        before.getStyleClass().add("change-before");
        after.getStyleClass().add("metric-value");
        after.setMinWidth(USE_PREF_SIZE);
        before.setMinWidth(USE_PREF_SIZE);
        unit.getStyleClass().add("metric-unit");
        Label arrow = new Label("\u2192");
        arrow.getStyleClass().add("change-before");
        HBox numbers = new HBox(6, before, arrow, after, unit);
        numbers.setAlignment(Pos.BASELINE_LEFT);
        getChildren().addAll(name, numbers, change, detail);
        clear("");
    }

    void show(String was, String is, String unitText) {
        before.setText(was);
        after.setText(is);
        unit.setText(unitText);
    }

    void explain(String moved, MetricCard.Tone tone, String how) {
        change.setText(moved);
        change.getStyleClass().setAll("metric-delta", tone.name().toLowerCase(java.util.Locale.ROOT));
        detail.setText(how);
    }

    /** @param why there is no number */
    void clear(String why) {
        show("\u2013", "\u2013", "");
        explain("", MetricCard.Tone.NEUTRAL, why);
    }
}
