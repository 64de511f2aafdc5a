package lacuna.ui.train;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.selection.CrispMode;

/** One of CRISP's three modes, with a sentence on what it is. */
final class ModeChoice extends VBox {

    private final ReadOnlyObjectWrapper<CrispMode> chosen =
            new ReadOnlyObjectWrapper<>(this, "chosen", CrispMode.ALIGNED);
    private final Map<CrispMode, ToggleButton> buttons = new EnumMap<>(CrispMode.class);
    private final Label sentence = new Label();

    ModeChoice() {
        getStyleClass().add("train-mode");
        sentence.setWrapText(true);
        sentence.getStyleClass().add("caption");
        sentence.setId("train-mode-sentence");
        ToggleGroup group = new ToggleGroup();
        HBox line = new HBox();
        line.getStyleClass().add("train-segments");
        CrispMode[] order = {CrispMode.ALIGNED, CrispMode.PAPER, CrispMode.CODE};
        for (int i = 0; i < order.length; i++) {
            ToggleButton button = button(order[i], group);
            button.getStyleClass().add(i == 0 ? "left-pill" : i == order.length - 1 ? "right-pill" : "center-pill");
            HBox.setHgrow(button, Priority.ALWAYS);
            line.getChildren().add(button);
        }
        getChildren().addAll(line, sentence);
        choose(CrispMode.ALIGNED);
    }

    private ToggleButton button(CrispMode mode, ToggleGroup group) {
        ToggleButton button = new ToggleButton(ModeText.title(mode));
        button.setId("train-mode-" + ModeText.title(mode).toLowerCase(java.util.Locale.ROOT));
        button.setMaxWidth(Double.MAX_VALUE);
        button.setToggleGroup(group);
        button.setOnAction(event -> {
            button.setSelected(true); // one of them is always chosen
            choose(mode);
        });
        buttons.put(mode, button);
        return button;
    }

    void choose(CrispMode mode) {
        ToggleButton button = buttons.get(mode);
        if (button != null) {
            button.setSelected(true);
        }
        sentence.setText(ModeText.sentence(mode));
        chosen.set(mode);
    }

    ReadOnlyObjectProperty<CrispMode> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }
}
