package lacuna.ui.features;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The strip below the table that opens a panel under it: one at a time, or none. */
final class PanelSwitch {

    private final SplitPane split;
    private final ToggleGroup group = new ToggleGroup();
    private final Map<ToggleButton, Supplier<Region>> panels = new LinkedHashMap<>();
    private final HBox root = new HBox();
    private double divider = 0.45;

    PanelSwitch(SplitPane split) {
        this.split = split;
        root.getStyleClass().add("panel-switch");
        group.selectedToggleProperty().subscribe(now -> show());
    }

    HBox root() {
        return root;
    }

    /** @param panel made when it is first opened */
    ToggleButton add(String title, String id, String help, Supplier<Region> panel) {
        ToggleButton button = new ToggleButton(title);
        button.setId(id);
        button.getStyleClass().add("small");
        button.setTooltip(new Tooltip(help));
        button.setToggleGroup(group);
        button.setMinWidth(Region.USE_PREF_SIZE);
        panels.put(button, panel);
        root.getChildren().add(button);
        return button;
    }

    private void show() {
        if (split.getItems().size() > 1) {
            divider = split.getDividerPositions()[0];
            split.getItems().remove(1);
        }
        Supplier<Region> panel = panels.get(group.getSelectedToggle());
        if (panel != null) {
            split.getItems().add(panel.get());
            split.setDividerPositions(divider);
        }
    }
}
