package lacuna.ui.widget;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One number that matters: what it is, the number with its unit, and how it moved. */
public final class MetricCard extends VBox {

    /** Whether a change is welcome. */
    public enum Tone {
        GOOD("good"),
        BAD("bad"),
        NEUTRAL("neutral");

        private final String styleClass;

        Tone(String styleClass) {
            this.styleClass = styleClass;
        }
    }

    private final Label value = new Label("\u2013");
    private final Label unit = new Label();
    private final Label delta = new Label();

    public MetricCard(String label) {
        getStyleClass().add("metric-card");
        Label name = new Label(label);
        name.getStyleClass().add("metric-label");
        value.getStyleClass().add("metric-value");
        value.setMinWidth(USE_PREF_SIZE);
        unit.getStyleClass().add("metric-unit");
        delta.getStyleClass().addAll("metric-delta");
        HBox number = new HBox(value, unit);
        number.getStyleClass().add("metric-number");
        number.setAlignment(Pos.BASELINE_LEFT);
        getChildren().addAll(name, number, delta);
        setDelta("", Tone.NEUTRAL);
    }

    /** @param text the number as it is to be read; an en dash where there is none yet */
    public void setValue(String text, String unitText) {
        value.setText(text);
        unit.setText(unitText);
    }

    /** @param text the change with its sign and what it is measured against; empty for none */
    public void setDelta(String text, Tone tone) {
        delta.setText(text);
        delta.getStyleClass().removeIf(style -> !style.equals("metric-delta"));
        delta.getStyleClass().add(tone.styleClass);
        delta.setManaged(!text.isEmpty());
        delta.setVisible(!text.isEmpty());
    }
}
