package lacuna.ui.app;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;

/** Project on the left; engine and theme on the right. */
final class HeaderBar extends HBox {

    private static final PseudoClass READY = PseudoClass.getPseudoClass("ready");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    /** @param palette opens the list of everything that can be done */
    HeaderBar(HeaderModel model, ThemeManager themes, Zoom zoom, Runnable palette) {
        getStyleClass().add("header");
        setAlignment(Pos.CENTER_LEFT);
        Label name = new Label("Lacuna");
        name.getStyleClass().add("header-app");
        Label slash = new Label("/");
        slash.getStyleClass().add("header-slash");
        Label project = new Label();
        project.setId("project-name");
        project.getStyleClass().add("header-project");
        project.textProperty().bind(model.projectProperty().map(text -> text.isEmpty() ? "No project open" : text));
        Label detail = new Label();
        detail.getStyleClass().add("header-detail");
        detail.textProperty().bind(model.projectDetailProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .addAll(
                        name,
                        slash,
                        project,
                        detail,
                        space,
                        engineChip(model),
                        paletteButton(palette),
                        themeMenu(themes, zoom));
    }

    private static HBox engineChip(HeaderModel model) {
        Circle dot = new Circle(4);
        dot.getStyleClass().add("engine-dot");
        Label text = new Label();
        text.setId("engine-text");
        text.textProperty().bind(model.engineTextProperty());
        HBox chip = new HBox(dot, text);
        chip.getStyleClass().add("engine-chip");
        chip.setAlignment(Pos.CENTER_LEFT);
        model.engineProperty().subscribe(engine -> {
            dot.pseudoClassStateChanged(READY, engine == HeaderModel.Engine.READY);
            dot.pseudoClassStateChanged(FAILED, engine == HeaderModel.Engine.FAILED);
        });
        return chip;
    }

    private static Button paletteButton(Runnable palette) {
        Button button = new Button("", Icon.SEARCH.node(16));
        button.setId("palette-open");
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip("Everything by name   Ctrl+K"));
        button.setAccessibleText("Find an action, a place or a feature by name");
        button.setOnAction(event -> palette.run());
        return button;
    }

    private static MenuButton themeMenu(ThemeManager themes, Zoom zoom) {
        MenuButton button = new MenuButton();
        button.setId("theme-menu");
        button.getStyleClass().addAll("flat", "button-icon", "no-arrow");
        button.setTooltip(new Tooltip("Light, dark, zoom   Ctrl+T"));
        button.setAccessibleText("Theme and zoom");
        ToggleGroup group = new ToggleGroup();
        RadioMenuItem light = choice(group, "Light", "theme-light", () -> themes.use(Theme.LIGHT));
        RadioMenuItem dark = choice(group, "Dark", "theme-dark", () -> themes.use(Theme.DARK));
        RadioMenuItem system = choice(group, "As the system", "theme-system", themes::useSystem);
        button.getItems().setAll(light, dark, system, new SeparatorMenuItem());
        button.getItems().add(action("Zoom in", "zoom-in", KeyCode.PLUS, zoom::larger));
        button.getItems().add(action("Zoom out", "zoom-out", KeyCode.MINUS, zoom::smaller));
        button.getItems().add(action("Zoom to 100 %", "zoom-reset", KeyCode.DIGIT0, zoom::reset));
        button.setOnShowing(event -> group.selectToggle(
                themes.asSystemProperty().get() ? system : themes.theme() == Theme.DARK ? dark : light));
        themes.follow(button, theme -> button.setGraphic((theme == Theme.DARK ? Icon.MOON : Icon.SUN).node(16)));
        return button;
    }

    private static RadioMenuItem choice(ToggleGroup group, String text, String id, Runnable action) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setId(id);
        item.setToggleGroup(group);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static MenuItem action(String text, String id, KeyCode key, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setAccelerator(new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN));
        item.setOnAction(event -> action.run());
        return item;
    }
}
