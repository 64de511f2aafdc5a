package lacuna.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import lacuna.ui.theme.ActivationScale;

/**
 * What a designer would find wrong with a scene and a program can see: words that are cut, words that do not read on what is behind them, targets that are too small or
 * have no name, scroll bars. Whether a finding matters is for a person to say, with the picture beside it.
 */
final class SceneReview {

    private static final double CONTRAST = 4.5; // what WCAG asks of text
    private static final double TARGET = 20; // pixels
    private static final int NAMED_PARENTS = 4;

    private final Set<String> findings = new TreeSet<>();

    private SceneReview() {}

    /** One line a finding, in alphabetical order. */
    static Set<String> of(Scene scene) {
        SceneReview review = new SceneReview();
        all(scene.getRoot()).filter(SceneReview::isShown).forEach(review::look);
        return review.findings;
    }

    private void look(Node node) {
        if (node instanceof Text text && !text.getText().isBlank() && text.getFill() instanceof Color fill) {
            contrast(text, fill);
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            cut(labeled);
        }
        if (node instanceof ScrollBar bar) {
            find("scrolls %s %s", bar.getOrientation().name().toLowerCase(Locale.ROOT), where(bar));
        }
        if (node instanceof ButtonBase button && !isSmallByNature(button)) {
            double side = Math.min(button.getWidth(), button.getHeight());
            if (side < TARGET) {
                find("small %.0f px %s", side, where(button));
            }
            if (button.getText() == null || button.getText().isBlank()) {
                named(button);
            }
        }
        if (node instanceof TextInputControl input && input.getPromptText().isEmpty()) {
            named(input);
        }
    }

    private static boolean isSmallByNature(ButtonBase button) {
        return button instanceof Hyperlink || button instanceof CheckBox || button instanceof RadioButton;
    }

    private void named(Control control) {
        if (control.getAccessibleText() == null && control.getTooltip() == null) {
            find("nameless %s", where(control));
        }
    }

    private void cut(Labeled labeled) {
        labeled.getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Text && !isIcon(child))
                .map(child -> ((Text) child).getText())
                .filter(shown -> shown.length() < labeled.getText().length())
                .forEach(shown -> find("cut %s: %s", where(labeled), labeled.getText()));
    }

    private void contrast(Text text, Color fill) {
        if (text.isDisabled() || isIcon(text)) {
            return; // neither is asked to read
        }
        Color below = below(text);
        double ratio = ActivationScale.contrast(over(below, fill, opacity(text)), below);
        if (ratio < CONTRAST) {
            find("contrast %.2f %s: %s", ratio, where(text.getParent()), text.getText());
        }
    }

    private static boolean isIcon(Node text) {
        return text.getStyleClass().contains("ikonli-font-icon");
    }

    private static double opacity(Node node) {
        double opacity = 1;
        for (Node n = node; n != null; n = n.getParent()) {
            opacity *= n.getOpacity();
        }
        return opacity;
    }

    /** What the fills behind a node come to. */
    private static Color below(Node node) {
        List<Color> fills = new ArrayList<>(); // the nearest last
        for (Node n = node; n != null; n = n.getParent()) {
            if (n instanceof Region region && region.getBackground() != null) {
                int at = 0;
                for (BackgroundFill fill : region.getBackground().getFills()) {
                    if (fill.getFill() instanceof Color color) {
                        fills.add(at++, color);
                    }
                }
            }
        }
        return fills.stream().reduce(Color.WHITE, (behind, fill) -> over(behind, fill, 1));
    }

    private static Color over(Color behind, Color fill, double opacity) {
        Color opaque = Color.color(fill.getRed(), fill.getGreen(), fill.getBlue());
        return behind.interpolate(opaque, fill.getOpacity() * opacity);
    }

    private void find(String format, Object... of) {
        findings.add(String.format(Locale.ROOT, format, of).replace('\n', ' '));
    }

    /** The id of the nearest parent with one, and the style classes on the way to it. */
    private static String where(Node node) {
        List<String> path = new ArrayList<>();
        for (Node n = node; n != null && path.size() < NAMED_PARENTS; n = n.getParent()) {
            path.add(0, n.getId() == null ? "." + String.join(".", n.getStyleClass()) : "#" + n.getId());
            if (n.getId() != null) {
                break;
            }
        }
        return String.join(" ", path);
    }

    private static Stream<Node> all(Node node) {
        Stream<Node> below = node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().flatMap(SceneReview::all)
                : Stream.empty();
        return Stream.concat(Stream.of(node), below);
    }

    private static boolean isShown(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        Bounds bounds = node.getLayoutBounds();
        return bounds.getWidth() > 0 && bounds.getHeight() > 0;
    }
}
