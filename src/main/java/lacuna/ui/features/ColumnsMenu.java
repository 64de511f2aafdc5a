package lacuna.ui.features;

import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Region;

/** Which columns there are; the menu stays open while several are chosen. */
final class ColumnsMenu {

    private ColumnsMenu() {}

    static MenuButton of(FeatureColumns columns) {
        MenuButton button = new MenuButton("Columns");
        button.setId("columns-menu");
        button.getStyleClass().add("columns-menu");
        button.setMinWidth(Region.USE_PREF_SIZE);
        for (TableColumn<FeatureRow, FeatureRow> column : columns.leaves()) {
            CheckBox box = new CheckBox(name(column));
            box.selectedProperty().bindBidirectional(column.visibleProperty());
            CustomMenuItem item = new CustomMenuItem(box);
            item.setHideOnClick(false);
            button.getItems().add(item);
        }
        return button;
    }

    private static String name(TableColumn<FeatureRow, ?> column) {
        return String.valueOf(column.getUserData());
    }
}
