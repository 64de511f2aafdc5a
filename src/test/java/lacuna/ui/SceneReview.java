package lacuna.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import lacuna.ui.theme.ActivationScale;

/** What a designer would find wrong in a scene and a program can see: text that is cut, text that does not read on its background, targets too small. */
final class SceneReview {

    /** What WCAG 2.2 asks of text, and the least side of a target. */
    private static final double CONTRAST = 4.5;

    private static final double TARGET = 20;

    private SceneReview() {}

    /** One line a finding, in the order of the alphabet. */
    static Set<String> of(Scene scene) {
        Set<String> findings = new TreeSet<>();
        all(scene.getRoot()).filter(SceneReview::seen).forEach(node -> {
            cut(node, findings);
            contrast(node, findings);
            target(node, findings);
        });
        return findings;
    }

    private static void cut(Node node, Set<String> findings) {
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()) {
            labeled.lookupAll(".text").stream()
                    .filter(Text.class::isInstance)
                    .map(Text.class::cast)
                    .filter(text -> text.getParent() == labeled)
                    .filter(text -> !text.getText().equals(labeled.getText()) && text.getText().contains("\u2026") || text.getText().endsWith("...") && !labeled.getText().endsWith("..."))
                    .forEach(text -> findings.add("cut      " + where(node) + " '" + labeled.getText() + "' as '" + text.getText() + "' of " + Math.round(labeled.getWidth())));
        }
        if (node instanceof ScrollBar bar && bar.isVisible()) {
            findings.add("scroll   " + bar.getOrientation() + " " + where(bar));
        }
        if (node instanceof TextInputControl input && input.getPromptText() != null && input.getText().isEmpty() && !input.getPromptText().isEmpty()) {
            Text t = new Text(input.getPromptText());
            t.setFont(input.getFont());
            if (t.getLayoutBounds().getWidth() > input.getWidth() - 16 && input.getHeight() < 40) {
                findings.add("cut      prompt " + where(node) + " '" + input.getPromptText() + "'");
            }
        }
    }

    private static void contrast(Node node, Set<String> findings) {
        if (node instanceof Text text && !text.getText().isBlank() && text.getFill() instanceof Color fill) {
            if (text.getStyleClass().contains("ikonli-font-icon") || disabled(text)) {
                return;
            }
            Color below = below(text.getParent());
            Color shown = over(below, fill, opacity(text));
            double ratio = ActivationScale.contrast(shown, below);
            if (ratio < CONTRAST) {
                findings.add(String.format("contrast %.2f %s '%s' %s on %s", ratio, where(text.getParent()), text.getText(), shown, below));
            }
        }
    }

    private static void target(Node node, Set<String> findings) {
        if ((node instanceof ButtonBase || node instanceof ComboBoxBase) && !(node instanceof Hyperlink)) {
            Bounds bounds = node.getLayoutBounds();
            if (Math.min(bounds.getWidth(), bounds.getHeight()) < TARGET && !(node instanceof javafx.scene.control.CheckBox)) {
                findings.add(String.format("small    %.0fx%.0f %s", bounds.getWidth(), bounds.getHeight(), where(node)));
            }
            if (node instanceof ButtonBase button && (button.getText() == null || button.getText().isBlank()) && !(node instanceof javafx.scene.control.CheckBox)) {
                if (button.getTooltip() == null && button.getAccessibleText() == null) {
                    findings.add("nameless " + where(node));
                }
            }
        }
        if (node instanceof TextInputControl input && input.getAccessibleText() == null && input.getPromptText().isEmpty() && input.getTooltip() == null && node.getParent() instanceof javafx.scene.control.Spinner == false) {
            findings.add("nameless " + where(node));
        }
    }

    private static boolean disabled(Node node) {
        return node.isDisabled();
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
        List<Color> fills = new ArrayList<>();
        for (Node n = node; n != null; n = n.getParent()) {
            if (n instanceof Region region && region.getBackground() != null) {
                List<BackgroundFill> own = region.getBackground().getFills();
                for (int i = own.size() - 1; i >= 0; i--) {
                    if (own.get(i).getFill() instanceof Color color) {
                        fills.add(0, color);
                        if (color.getOpacity() == 1) {
                            return blend(fills);
                        }
                    }
                }
            }
        }
        fills.add(0, Color.WHITE);
        return blend(fills);
    }

    private static Color blend(List<Color> fills) {
        Color result = fills.get(0);
        for (Color fill : fills.subList(1, fills.size())) {
            result = over(result, fill, 1);
        }
        return result;
    }

    private static Color over(Color below, Color above, double opacity) {
        double a = above.getOpacity() * opacity;
        return Color.color(
                a * above.getRed() + (1 - a) * below.getRed(),
                a * above.getGreen() + (1 - a) * below.getGreen(),
                a * above.getBlue() + (1 - a) * below.getBlue());
    }

    private static String where(Node node) {
        StringBuilder path = new StringBuilder();
        int steps = 0;
        for (Node n = node; n != null && steps < 4; n = n.getParent()) {
            if (n.getId() != null) {
                path.insert(0, "#" + n.getId() + " ");
                break;
            }
            if (!n.getStyleClass().isEmpty()) {
                path.insert(0, "." + String.join(".", n.getStyleClass()) + " ");
                steps++;
            }
        }
        return path.toString().trim();
    }

    private static Stream<Node> all(Node node) {
        Stream<Node> inner = node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().flatMap(SceneReview::all)
                : Stream.empty();
        return Stream.concat(Stream.of(node), inner);
    }

    private static boolean seen(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        Bounds b = node.localToScene(node.getLayoutBounds());
        return b.getWidth() > 0 && b.getHeight() > 0;
    }
}
