package lacuna.ui.features;

import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** How the scatter is chosen from, and its picture as a file. */
final class ScatterTools {

    private final ToggleButton lasso = new ToggleButton("Lasso");
    private final ToggleButton rectangle = new ToggleButton("Rectangle");
    private final HBox root;

    ScatterTools(Runnable save) {
        ToggleGroup shapes = new ToggleGroup();
        lasso.setToggleGroup(shapes);
        rectangle.setToggleGroup(shapes);
        lasso.setSelected(true);
        lasso.setId("scatter-lasso");
        lasso.setTooltip(new Tooltip("Draw around dots to select their rows"));
        rectangle.setId("scatter-rectangle");
        rectangle.setTooltip(new Tooltip("Drag a rectangle over dots to select their rows"));
        shapes.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true); // one of them is always chosen
            }
        });
        Button picture = new Button("Save PNG");
        picture.setId("scatter-save");
        picture.setTooltip(new Tooltip("Save the scatter as a picture"));
        picture.setOnAction(event -> save.run());
        root = new HBox(lasso, rectangle, picture);
        root.getStyleClass().add("scatter-tools");
        root.getChildren().forEach(button -> button.getStyleClass().add("small"));
    }

    HBox root() {
        return root;
    }

    Outline.Shape shape() {
        return rectangle.isSelected() ? Outline.Shape.RECTANGLE : Outline.Shape.LASSO;
    }
}
