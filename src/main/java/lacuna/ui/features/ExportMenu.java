package lacuna.ui.features;

import java.util.Locale;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;

/** What leaves the place as a file. */
final class ExportMenu {

    private ExportMenu() {}

    static MenuButton of(FeaturesActions actions) {
        MenuButton button = new MenuButton("Export");
        button.setId("export-menu");
        button.getStyleClass().add("bar-menu");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(button, "Lists, vectors and pages of features, with where the numbers come from");
        for (FeatureFile file : FeatureFile.values()) {
            if (file == FeatureFile.MARKED_VECTORS || file == FeatureFile.PAGE) {
                button.getItems().add(new SeparatorMenuItem());
            }
            MenuItem item = new MenuItem(file.title());
            item.setId("export-" + file.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            item.setOnAction(event -> actions.judgement().export(file));
            button.getItems().add(item);
        }
        return button;
    }
}
