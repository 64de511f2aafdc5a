package lacuna.ui.theme;

import java.net.URL;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.prefs.Preferences;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;

/**
 * Which look the window has. One style sheet a theme, laid over AtlantaFX's Primer, serves every scene, dialog and popup because
 * it is the application's own user agent sheet. The choice is remembered.
 */
public final class ThemeManager {

    private static final String KEY = "theme";
    private static final String SYSTEM = "system";

    private final Preferences preferences;
    private final ReadOnlyObjectWrapper<Theme> theme;

    /** @param preferences where the choice is remembered */
    public ThemeManager(Preferences preferences) {
        this.preferences = preferences;
        this.theme = new ReadOnlyObjectWrapper<>(this, "theme", chosen(preferences.get(KEY, Theme.LIGHT.key())));
        Fonts.load();
        apply();
    }

    public Theme theme() {
        return theme.get();
    }

    public ReadOnlyObjectProperty<Theme> themeProperty() {
        return theme.getReadOnlyProperty();
    }

    /** Changes every open window at once. */
    public void use(Theme chosen) {
        preferences.put(KEY, chosen.key());
        theme.set(chosen);
        apply();
    }

    /** As the system has it, now and at each start. */
    public void useSystem() {
        preferences.put(KEY, SYSTEM);
        theme.set(SystemTheme.read());
        apply();
    }

    private static Theme chosen(String key) {
        return key.equals(SYSTEM) ? SystemTheme.read() : Theme.ofKey(key);
    }

    public void toggle() {
        use(theme.get().other());
    }

    /**
     * Calls back now, and again whenever the theme changes while the node is on a showing window. Nothing is kept alive by it: a
     * node that left its window misses nothing, since it is told when it comes back.
     */
    public void follow(Node node, Consumer<Theme> repaint) {
        repaint.accept(theme.get());
        var shown = node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false);
        theme.when(shown).addListener((observable, before, now) -> repaint.accept(now));
    }

    private void apply() {
        Application.setUserAgentStylesheet(resource(theme.get().key() + ".css").toExternalForm());
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(ThemeManager.class.getResource(name), name);
    }
}
