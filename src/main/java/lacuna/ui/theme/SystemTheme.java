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
            return of(ask("defaults", "read", "-g", "AppleInterfaceStyle"));
        }
        if (system.contains("win")) {
            String answer = ask(
                    "reg",
                    "query",
                    "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                    "/v",
                    "AppsUseLightTheme");
            return answer.contains("0x0") ? Theme.DARK : Theme.LIGHT;
        }
        String gtk = System.getenv().getOrDefault("GTK_THEME", "");
        return of(gtk.isEmpty() ? ask("gsettings", "get", "org.gnome.desktop.interface", "color-scheme") : gtk);
    }

    private static Theme of(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("dark") ? Theme.DARK : Theme.LIGHT;
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
