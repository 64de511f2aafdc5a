package lacuna.ui.theme;

import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The typefaces of the window, shipped with it: Inter for words, JetBrains Mono for tokens and columns of numbers. */
public final class Fonts {

    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);

    /** Family of words. */
    public static final String TEXT = "Inter";
    /** Family of what is aligned by character. */
    public static final String MONO = "JetBrains Mono";

    private static final List<String> FILES =
            List.of("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf");

    /** For what the two do not have: Chinese and Japanese, Korean, Arabic, Devanagari, emoji. JavaFX falls back on them by itself. */
    private static final List<String> FALLBACKS = List.of(
            "DroidSansFallbackFull.ttf",
            "NanumGothic-Regular.ttf",
            "NotoNaskhArabic-Regular.ttf",
            "NotoSansDevanagari-Regular.ttf",
            "NotoEmoji-Regular.ttf");

    private Fonts() {}

    /** For JavaFX, and for AWT, with which JFreeChart measures what JavaFX then draws. Where it fails, the system's fonts serve. */
    static void load() {
        // assumption: before the first text is laid out, for the list of fallbacks is made then and not again
        FALLBACKS.forEach(file -> Font.loadFont(
                Objects.requireNonNull(Fonts.class.getResource("fonts/" + file), file)
                        .toExternalForm(),
                13));
        for (String file : FILES) {
            Font.loadFont(
                    Objects.requireNonNull(Fonts.class.getResource("fonts/" + file), file)
                            .toExternalForm(),
                    13);
            try (InputStream in = Objects.requireNonNull(Fonts.class.getResourceAsStream("fonts/" + file), file)) {
                GraphicsEnvironment.getLocalGraphicsEnvironment()
                        .registerFont(java.awt.Font.createFont(java.awt.Font.TRUETYPE_FONT, in));
            } catch (IOException | FontFormatException e) {
                LOG.warn("Charts will use the system's font, {} is not readable", file, e);
            }
        }
    }
}
