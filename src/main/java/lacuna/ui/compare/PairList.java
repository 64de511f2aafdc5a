package lacuna.ui.compare;

import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;

/** The chosen prompts, one card beneath the other, under the heads of the two columns. */
final class PairList extends VBox {

    private final CompareModel model;
    private final CompareController controller;
    private final VBox cards = new VBox();
    private final ScrollPane scroll = new ScrollPane(cards);
    private final Map<PairEntry, PairCard> cardOf = new HashMap<>();
    private final Label left = new Label();
    private final Label right = new Label();

    PairList(CompareModel model, CompareController controller, ThemeManager themes) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("pair-list");
        cards.getStyleClass().add("pair-cards");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.AS_NEEDED);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        GridPane heads = heads(themes);
        // the columns' heads keep in line with the texts, whether there is a scroll bar or not
        scroll.viewportBoundsProperty()
                .subscribe(
                        bounds -> heads.setPadding(new Insets(8, 20 + scroll.getWidth() - bounds.getWidth(), 8, 36)));
        getChildren().addAll(heads, scroll);
        model.pairs().addListener((ListChangeListener<PairEntry>) change -> rebuild());
        model.blindProperty().subscribe(now -> showHeads());
        model.runProperty().subscribe(now -> showHeads());
        rebuild();
    }

    private GridPane heads(ThemeManager themes) {
        GridPane grid = new GridPane();
        grid.getStyleClass().addAll("pair-heads", "pair-columns");
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            grid.getColumnConstraints().add(half);
        }
        grid.add(head(left, SeriesColor.BEFORE, themes), 0, 0);
        grid.add(head(right, SeriesColor.AFTER, themes), 1, 0);
        left.setId("compare-left");
        right.setId("compare-right");
        return grid;
    }

    private HBox head(Label label, SeriesColor color, ThemeManager themes) {
        Circle dot = new Circle(4);
        themes.follow(dot, theme -> dot.setFill(color.on(theme)));
        dot.visibleProperty().bind(model.blindProperty().isNull());
        dot.managedProperty().bind(dot.visibleProperty());
        label.getStyleClass().add("subheading");
        HBox head = new HBox(8, dot, label);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void showHeads() {
        boolean blind = model.blindProperty().get() != null;
        RunChoice run = model.runProperty().get();
        left.setText(blind ? "A" : "Before, the model as it was");
        right.setText(blind ? "B" : run == null ? "After" : "After, " + run.name());
    }

    private void rebuild() {
        cardOf.values().removeIf(card -> {
            boolean gone = !model.pairs().contains(card.pair());
            if (gone) {
                card.dispose();
            }
            return gone;
        });
        cards.getChildren().clear();
        for (PairEntry pair : model.pairs()) {
            PairCard card = cardOf.computeIfAbsent(pair, this::card);
            cards.getChildren().add(card);
        }
    }

    private PairCard card(PairEntry pair) {
        PairCard card = new PairCard(pair, model, controller);
        card.visibleProperty().bind(pair.chosenProperty());
        card.managedProperty().bind(pair.chosenProperty());
        return card;
    }

    /** Brings a prompt into view. */
    void reveal(PairEntry pair) {
        PairCard card = cardOf.get(pair);
        double room = cards.getHeight() - scroll.getViewportBounds().getHeight();
        if (card != null && room > 0) {
            scroll.setVvalue(Math.min(1, card.getLayoutY() / room));
        }
    }
}
