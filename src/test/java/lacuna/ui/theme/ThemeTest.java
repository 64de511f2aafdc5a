package lacuna.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kordamp.ikonli.feather.Feather;

class ThemeTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(300, 200);

    @ParameterizedTest
    @EnumSource(Icon.class)
    void everyIconExistsInThePack(Icon icon) {
        assertThat(Feather.findByDescription(icon.code()).getDescription()).isEqualTo(icon.code());
    }

    @Test
    void typefacesAreAboard() {
        assertThat(Font.getFamilies()).contains(Fonts.TEXT, "Inter Medium", "Inter Semi Bold", Fonts.MONO);
    }

    @Test
    void choiceIsRememberedByTheNextManager() {
        fx.theme(Theme.DARK);
        assertThat(fx.call(() -> new ThemeManager(fx.preferences()).theme())).isEqualTo(Theme.DARK);
    }

    @Test
    void followersAreToldWhileShownAndCollectedAfterwards() {
        List<Theme> told = new ArrayList<>();
        StackPane parent = new StackPane();
        fx.show(themes -> parent);
        WeakReference<Region> follower = fx.call(() -> {
            Region region = new Region();
            fx.themes().follow(region, told::add);
            parent.getChildren().add(region);
            return new WeakReference<>(region);
        });
        System.gc();
        fx.theme(Theme.DARK);
        assertThat(told).containsExactly(Theme.LIGHT, Theme.DARK);
        fx.run(() -> parent.getChildren().clear());
        fx.theme(Theme.LIGHT);
        assertThat(told).hasSize(2);
        fx.await("the follower to be collected", () -> {
            System.gc();
            return follower.get() == null;
        });
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void activationTextReadsOnEveryShade(Theme theme) {
        for (ActivationScale.Hue hue : ActivationScale.Hue.values()) {
            ActivationScale scale = new ActivationScale(hue, theme);
            for (double share = 0; share <= 1; share += 0.02) {
                assertThat(ActivationScale.contrast(scale.at(share), scale.textOn(share)))
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void activationStepsAreEvenInLightnessAlone(Theme theme) {
        ActivationScale scale = new ActivationScale(ActivationScale.Hue.TARGET, theme);
        double sign = theme == Theme.LIGHT ? -1 : 1;
        for (int i = 1; i <= 10; i++) {
            double before = scale.at((i - 1) / 10.0).grayscale().getBrightness();
            double now = scale.at(i / 10.0).grayscale().getBrightness();
            assertThat(sign * (now - before)).as("step %d", i).isBetween(0.01, 0.09);
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void seriesReadOnTheBackgroundAndDifferFromEachOther(Theme theme) {
        Color background = Surface.BACKGROUND.on(theme);
        for (SeriesColor series : SeriesColor.values()) {
            // 3 to 1 is what WCAG asks of graphics
            assertThat(ActivationScale.contrast(series.on(theme), background))
                    .as(series.name())
                    .isGreaterThan(3);
        }
        assertThat(Arrays.stream(SeriesColor.values()).map(s -> s.on(theme))).doesNotHaveDuplicates();
    }

    /** Of each theme's style sheet, so that a colour changed there is asked again. */
    @ParameterizedTest
    @EnumSource(Theme.class)
    void everyTextColourReadsOnEverySurface(Theme theme) throws IOException {
        Map<String, Color> colors = colors(theme);
        List<String> texts = List.of(
                "-color-fg-default",
                "-color-fg-muted",
                "-color-fg-subtle",
                "-color-accent-fg",
                "-color-success-fg",
                "-color-warning-fg",
                "-color-danger-fg",
                "-lacuna-target",
                "-lacuna-benign");
        for (String surface : List.of(
                "-color-bg-default", "-color-bg-overlay", "-color-bg-subtle", "-lacuna-canvas", "-lacuna-selected")) {
            for (String text : texts) {
                reads(colors, text, surface);
            }
            for (String hue : List.of("-color-accent", "-color-success", "-color-warning", "-color-danger")) {
                reads(colors, hue + "-fg", surface, hue + "-subtle");
            }
            for (String hue : List.of("-lacuna-target", "-lacuna-benign")) {
                reads(colors, hue, surface, hue + "-subtle");
            }
            reads(colors, "-color-fg-muted", surface, "-color-neutral-subtle"); // a chip
        }
        reads(colors, "-color-fg-emphasis", "-color-accent-emphasis");
        reads(colors, "-color-fg-emphasis", "-color-danger-emphasis");
    }

    private static void reads(Map<String, Color> colors, String text, String... layers) {
        Color below = Color.WHITE;
        for (String layer : layers) {
            Color above = colors.get(layer);
            Color opaque = Color.color(above.getRed(), above.getGreen(), above.getBlue());
            below = below.interpolate(opaque, above.getOpacity());
        }
        // 4.5 to 1 is what WCAG asks of text
        assertThat(ActivationScale.contrast(colors.get(text), below))
                .as("%s on %s", text, List.of(layers))
                .isGreaterThanOrEqualTo(4.5);
    }

    private static Map<String, Color> colors(Theme theme) throws IOException {
        String name = "/lacuna/ui/theme/colors-" + theme.key() + ".css";
        Map<String, Color> colors = new HashMap<>();
        try (InputStream sheet = Objects.requireNonNull(ThemeTest.class.getResourceAsStream(name), name)) {
            Matcher entry = Pattern.compile("(-(?:color|lacuna)-[a-z-]+):\\s*([^;]+);")
                    .matcher(new String(sheet.readAllBytes(), StandardCharsets.UTF_8));
            while (entry.find()) {
                colors.put(entry.group(1), Color.web(entry.group(2)));
            }
        }
        return colors;
    }
}
