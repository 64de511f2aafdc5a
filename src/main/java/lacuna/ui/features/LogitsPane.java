package lacuna.ui.features;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.ThemeManager;

/**
 * How a feature's direction moves the logits of the whole vocabulary, and the next tokens it makes likelier and less likely, a few of each;
 * not there while they are unknown.
 */
final class LogitsPane {

    private static final int SHOWN = 10;

    private final VBox top = new VBox();
    private final VBox bottom = new VBox();
    private final LogitSpread spread;
    private final VBox root;

    LogitsPane(ThemeManager themes) {
        spread = new LogitSpread(themes);
        HBox sides = new HBox(bottom, top);
        sides.getStyleClass().add("logits-sides");
        root = new VBox(spread, sides);
        root.setId("logits");
        root.getStyleClass().add("logits");
        top.getStyleClass().add("logits-side");
        bottom.getStyleClass().add("logits-side");
    }

    VBox root() {
        return root;
    }

    void show(FeatureLogits logits) {
        root.setVisible(!logits.isEmpty());
        root.setManaged(!logits.isEmpty());
        spread.show(logits.bins());
        fill(top, "Tokens likelier next", logits.top());
        fill(bottom, "Tokens less likely next", logits.bottom());
    }

    private static void fill(VBox side, String title, List<FeatureLogits.TokenLogit> tokens) {
        GridPane grid = new GridPane();
        grid.setAccessibleText(title);
        grid.getStyleClass().add("logits-grid");
        ColumnConstraints pieces = new ColumnConstraints(40, 70, Double.MAX_VALUE);
        pieces.setHgrow(Priority.ALWAYS);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().setAll(pieces, numbers);
        int line = 0;
        for (FeatureLogits.TokenLogit token : tokens.subList(0, Math.min(SHOWN, tokens.size()))) {
            Label piece = new Label(visible(token.piece()));
            piece.getStyleClass().addAll("mono", "logit-piece");
            Label number = new Label(number(token.logit()));
            number.getStyleClass().addAll("mono", "muted");
            number.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(line++, piece, number);
        }
        side.getChildren().setAll(grid);
    }

    private static String number(double logit) {
        String text = String.format("%.2f", Math.abs(logit));
        return logit < 0 ? "\u2212" + text : "+" + text;
    }

    /** A leading space and line breaks are part of a token and must be seen. */
    static String visible(String piece) {
        return piece.replace(' ', '\u00b7').replace("\n", "\u21b5").replace("\t", "\\t");
    }
}
