package lacuna.ui.features;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import lacuna.features.TextActivations;
import lacuna.ui.features.SpanRanking.Measure;
import lacuna.ui.features.SpanRanking.Ranked;
import org.jspecify.annotations.Nullable;

/** Every token of a text with its strongest features; only the lines in sight are ranked. */
final class TokenTable {

    private static final int FEATURES = 3;

    private final FeaturesActions actions;
    private final ListView<Integer> list = new ListView<>();
    private @Nullable TextActivations text;
    private @Nullable SpanRanking ranking;

    TokenTable(FeaturesActions actions) {
        this.actions = actions;
        list.setId("try-tokens");
        list.setAccessibleText("Tokens with their strongest features");
        list.getStyleClass().add("token-table");
        list.setFixedCellSize(26);
        list.setCellFactory(ignored -> new Line());
    }

    ListView<Integer> list() {
        return list;
    }

    void clear() {
        text = null;
        list.getItems().clear();
    }

    /** @param first token shown */
    void show(TextActivations of, int first, SpanRanking by) {
        text = of;
        ranking = by;
        list.getItems().setAll(IntStream.range(first, of.length()).boxed().toList());
    }

    private final class Line extends ListCell<Integer> {

        private final HBox content = new HBox();

        Line() {
            content.getStyleClass().add("token-line");
        }

        @Override
        protected void updateItem(Integer token, boolean empty) {
            super.updateItem(token, empty);
            TextActivations of = text;
            SpanRanking by = ranking;
            if (empty || token == null || of == null || by == null || token >= of.length()) {
                setGraphic(null);
                return;
            }
            Label piece = new Label(
                    actions.piece(of.tokenIds()[token]).replace(' ', '\u00b7').replace("\n", "\u21b5"));
            piece.getStyleClass().addAll("mono", "token-piece");
            content.getChildren().setAll(piece);
            List<Ranked> strongest = by.of(of, token, token + 1, Measure.MAX, FEATURES);
            for (Ranked one : strongest) {
                Hyperlink link = new Hyperlink(String.format(
                        "L%d %d  %s", one.key().hook().layer(), one.key().feature(), Numbers.activation(one.max())));
                link.setTooltip(new Tooltip(one.key().toString()));
                link.getStyleClass().addAll("neighbour-link", "mono");
                link.setMinWidth(Region.USE_PREF_SIZE);
                link.setOnAction(event -> actions.goTo(one.key()));
                content.getChildren().add(link);
            }
            setGraphic(content);
        }
    }
}
