package lacuna.ui.theme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the system is set to dark, asked in each system's own way; JavaFX 21 cannot tell. Light where it does not say. */
final class SystemTheme {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTheme.class);
    private static final long PATIENCE_MILLIS = 400;

    private SystemTheme() {}

    static Theme read() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return named(ask("defaults", "read", "-g", "AppleInterfaceStyle"));
        }
        if (system.contains("win")) {
            return ofRegistry(ask(
                    "reg",
                    "query",
                    "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                    "/v",
                    "AppsUseLightTheme"));
        }
        String gtk = System.getenv().getOrDefault("GTK_THEME", "");
        return gtk.isEmpty() ? ofDesktop() : named(gtk);
    }

    /** The portal, which GNOME, KDE and others answer; where there is none, GNOME's own settings. */
    private static Theme ofDesktop() {
        String portal = ask(
                "gdbus",
                "call",
                "--session",
                "--dest=org.freedesktop.portal.Desktop",
                "--object-path=/org/freedesktop/portal/desktop",
                "--method=org.freedesktop.portal.Settings.Read",
                "org.freedesktop.appearance",
                "color-scheme");
        return portal.contains("uint32")
                ? ofPortal(portal)
                : named(ask("gsettings", "get", "org.gnome.desktop.interface", "color-scheme"));
    }

    /** Its name says so: {@code 'prefer-dark'}, {@code Adwaita:dark}, {@code Dark}. */
    static Theme named(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("dark") ? Theme.DARK : Theme.LIGHT;
    }

    /** {@code AppsUseLightTheme REG_DWORD 0x0} is dark. */
    static Theme ofRegistry(String answer) {
        return answer.strip().endsWith("0x0") ? Theme.DARK : Theme.LIGHT;
    }

    /** {@code (<<uint32 1>>,)}: 0 no preference, 1 dark, 2 light. */
    static Theme ofPortal(String answer) {
        return answer.contains("uint32 1>") ? Theme.DARK : Theme.LIGHT;
    }

    private static String ask(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroy();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.debug("the system does not tell its theme", e);
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
