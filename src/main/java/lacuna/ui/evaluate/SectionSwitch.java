package lacuna.ui.evaluate;

import java.util.Locale;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** The parts of the place as a row of buttons, one of them pressed. */
final class SectionSwitch extends HBox {

    SectionSwitch(EvaluateModel model) {
        ToggleGroup group = new ToggleGroup();
        Section[] sections = Section.values();
        for (int i = 0; i < sections.length; i++) {
            Section section = sections[i];
            ToggleButton button = new ToggleButton(section.title());
            button.setId("evaluate-section-" + section.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().add(i == 0 ? "left-pill" : i == sections.length - 1 ? "right-pill" : "center-pill");
            button.setTooltip(new Tooltip(section.meaning()));
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setOnAction(event -> {
                button.setSelected(true); // one is always pressed
                model.sectionProperty().set(section);
            });
            model.sectionProperty().subscribe(now -> {
                if (now == section) {
                    button.setSelected(true);
                }
            });
            getChildren().add(button);
        }
    }
}
