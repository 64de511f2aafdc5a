package lacuna.ui.features;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** How dots are chosen from, and their picture as a file. */
final class DotTools {

    private final ToggleButton lasso = new ToggleButton("Lasso");
    private final ToggleButton rectangle = new ToggleButton("Rectangle");
    private final Button picture = new Button("Save PNG");
    private final HBox root;

    /**
     * @param id of the picture they belong to
     * @param leading what else there is to choose, before these
     */
    DotTools(String id, HBox... leading) {
        joined(lasso, rectangle);
        lasso.setId(id + "-lasso");
        lasso.setTooltip(new Tooltip("Draw around dots to select their rows"));
        rectangle.setId(id + "-rectangle");
        rectangle.setTooltip(new Tooltip("Drag a rectangle over dots to select their rows"));
        picture.setId(id + "-save");
        picture.setTooltip(new Tooltip("Save the " + id + " as a picture"));
        root = new HBox(leading);
        root.getStyleClass().add("dot-tools");
        root.getChildren().add(new HBox(lasso, rectangle, picture));
        for (Node group : root.getChildren()) {
            group.getStyleClass().add("dot-tools-group");
            ((HBox) group)
                    .getChildren()
                    .forEach(button -> button.getStyleClass().add("small"));
        }
    }

    /** Of which one is always chosen, at first the first. */
    static ToggleGroup joined(ToggleButton... buttons) {
        ToggleGroup group = new ToggleGroup();
        List.of(buttons).forEach(button -> button.setToggleGroup(group));
        buttons[0].setSelected(true);
        group.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true);
            }
        });
        return group;
    }

    void onSave(Runnable save) {
        picture.setOnAction(event -> save.run());
    }

    HBox root() {
        return root;
    }

    Outline.Shape shape() {
        return rectangle.isSelected() ? Outline.Shape.RECTANGLE : Outline.Shape.LASSO;
    }
}
