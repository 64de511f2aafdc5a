package lacuna.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Text of any script can be read. A missing character is drawn as a box, and all boxes look the same. */
class ScriptsTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(420, 300);

    private static final String[][] PAIRS = {
        {"\u706b", "\u9f99"}, // Chinese
        {"\u30c9", "\u30b4"}, // Japanese
        {"\ubd88", "\uc6a9"}, // Korean
        {"\u0646", "\u0643"}, // Arabic
        {"\u0906", "\u0915"}, // Devanagari
        {"\ud83d\udd25", "\ud83d\udc09"} // emoji
    };

    @Test
    void twoCharactersOfAScriptLookDifferentFromEachOtherAndFromAMissingOne() {
        fx.show(themes -> new VBox());
        for (String family : new String[] {Fonts.TEXT, Fonts.MONO}) {
            for (String[] pair : PAIRS) {
                int[] first = fx.call(() -> pixels(label(pair[0], family)));
                int[] second = fx.call(() -> pixels(label(pair[1], family)));
                int[] missing = fx.call(() -> pixels(label("\uf8f0", family)));
                assertThat(first)
                        .as(family + " " + pair[0])
                        .isNotEqualTo(second)
                        .isNotEqualTo(missing);
            }
            int[] drawn = fx.call(() -> pixels(canvas(PAIRS[0][0], family)));
            assertThat(drawn).as("on a canvas").isNotEqualTo(fx.call(() -> pixels(canvas(PAIRS[0][1], family))));
        }
    }

    @Test
    void picture() {
        fx.show(themes -> {
            VBox box = new VBox(4);
            box.setStyle("-fx-padding: 12; -fx-background-color: -color-bg-default;");
            for (String text : new String[] {
                "\u706b\u9f99\u5728\u706b\u5c71\u91cc",
                "\u30c9\u30e9\u30b4\u30f3\u306e\u706b",
                "\ubd88\uc744 \ubfdc\ub294 \uc6a9",
                "\u062a\u0646\u064a\u0646 \u0627\u0644\u0646\u0627\u0631",
                "\u0906\u0917 \u0915\u093e \u0905\u091c\u0917\u0930",
                "\ud83d\udd25 \ud83d\udc09 \ud83c\udf0b \u2603"
            }) {
                box.getChildren().addAll(label(text, Fonts.TEXT), label(text, Fonts.MONO));
            }
            return box;
        });
        fx.picturesInBothThemes("scripts");
        assertThat(fx.isShown(".label")).isTrue();
    }

    private static Node label(String text, String family) {
        Label label = new Label(text);
        label.setFont(Font.font(family, 16));
        return new VBox(label);
    }

    private static Node canvas(String text, String family) {
        Canvas canvas = new Canvas(32, 32);
        canvas.getGraphicsContext2D().setFont(Font.font(family, 16));
        canvas.getGraphicsContext2D().fillText(text, 4, 24);
        return canvas;
    }

    private static int[] pixels(Node node) {
        new javafx.scene.Scene(new VBox(node));
        node.applyCss();
        WritableImage image = new WritableImage(48, 48);
        node.snapshot(null, image);
        int[] pixels = new int[48 * 48];
        image.getPixelReader()
                .getPixels(0, 0, 48, 48, javafx.scene.image.PixelFormat.getIntArgbInstance(), pixels, 0, 48);
        return pixels;
    }
}
