package lacuna.ui.theme;

import java.net.URL;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.prefs.Preferences;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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
    private final Supplier<Theme> system;
    private final ReadOnlyObjectWrapper<Theme> theme;
    private final ReadOnlyBooleanWrapper asSystem;

    /** @param preferences where the choice is remembered */
    public ThemeManager(Preferences preferences) {
        this(preferences, SystemTheme::read);
    }

    /** @param system tells what the system is set to */
    ThemeManager(Preferences preferences, Supplier<Theme> system) {
        this.preferences = preferences;
        this.system = system;
        String kept = preferences.get(KEY, Theme.LIGHT.key());
        this.asSystem = new ReadOnlyBooleanWrapper(this, "asSystem", kept.equals(SYSTEM));
        this.theme = new ReadOnlyObjectWrapper<>(this, "theme", asSystem.get() ? system.get() : Theme.ofKey(kept));
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
        asSystem.set(false);
        theme.set(chosen);
        apply();
    }

    /** As the system has it, now, at each start, and whenever {@link #systemSays} something else. */
    public void useSystem() {
        preferences.put(KEY, SYSTEM);
        asSystem.set(true);
        systemSays(system.get());
    }

    /** Whether the theme is the system's. */
    public ReadOnlyBooleanProperty asSystemProperty() {
        return asSystem.getReadOnlyProperty();
    }

    /** What the system is set to; asks another process, so on any thread but the JavaFX thread. */
    public Theme askSystem() {
        return system.get();
    }

    /** Takes over what the system is set to, unless the user chose otherwise. */
    public void systemSays(Theme now) {
        if (asSystem.get() && now != theme.get()) {
            theme.set(now);
            apply();
        }
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
