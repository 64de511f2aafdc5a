package lacuna.ui.app;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;

/** The places down the left side, one marked. */
final class NavigationRail extends VBox {

    private final Navigation navigation;
    private final VBox items = new VBox();

    NavigationRail(Navigation navigation, Node foot) {
        this.navigation = navigation;
        getStyleClass().add("rail");
        items.getStyleClass().add("rail-items");
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        getChildren().addAll(items, space, foot);
        navigation.places().addListener((ListChangeListener<Place>) change -> build());
        navigation.currentProperty().addListener(observable -> mark());
        build();
    }

    private void build() {
        items.getChildren().clear();
        for (Place place : navigation.places()) {
            items.getChildren().add(item(place, items.getChildren().size() + 1));
        }
        mark();
    }

    private ToggleButton item(Place place, int number) {
        ToggleButton button = new ToggleButton(place.title(), Icon.node(place.icon(), 18));
        button.setContentDisplay(ContentDisplay.TOP);
        button.getStyleClass().add("rail-item");
        button.setId("place-" + place.title().toLowerCase(java.util.Locale.ROOT));
        button.setUserData(place);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setTooltip(new Tooltip(place.title() + "   Ctrl+" + number));
        button.setOnAction(event -> {
            navigation.show(place);
            mark();
        });
        return button;
    }

    private void mark() {
        Place current = navigation.currentProperty().get();
        for (Node node : items.getChildren()) {
            ((ToggleButton) node).setSelected(node.getUserData() == current);
        }
    }
}
