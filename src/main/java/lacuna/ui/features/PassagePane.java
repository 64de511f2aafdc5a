package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.features.Passage;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.HeatToken;
import lacuna.ui.widget.TokenHeatmap;

/** The passages of one corpus on which the feature is strongest, as token heatmaps in a virtualised list. */
final class PassagePane {

    private static final int CONTEXT = 26;
    private static final double SCROLL_BAR = 14;

    private final ActivationScale.Hue hue;
    private final ThemeManager themes;
    private final IntFunction<String> pieces;
    private final ListView<Passage> list = new ListView<>();
    private final Label count = new Label();
    private final VBox root;
    private double max = 1;

    /** @param pieces the text of a token id */
    PassagePane(
            String title,
            String style,
            ActivationScale.Hue hue,
            ThemeManager themes,
            IntFunction<String> pieces,
            String nothing) {
        this.hue = hue;
        this.themes = themes;
        this.pieces = pieces;
        Label chip = new Label(title);
        chip.getStyleClass().addAll("chip", style);
        count.getStyleClass().add("caption");
        HBox head = new HBox(chip, count);
        head.getStyleClass().add("passage-head");
        head.setAlignment(Pos.CENTER_LEFT);
        list.setId("passages-" + style);
        list.getStyleClass().add("passages");
        list.setCellFactory(ignored -> new PassageCell());
        Label none = new Label(nothing);
        none.getStyleClass().add("caption");
        list.setPlaceholder(none);
        VBox.setVgrow(list, Priority.ALWAYS);
        root = new VBox(head, list);
        root.getStyleClass().add("passage-pane");
    }

    Region root() {
        return root;
    }

    /** @param strongest activation of either corpus, so that colours compare */
    void show(List<Passage> passages, double strongest) {
        max = strongest;
        count.setText(passages.isEmpty() ? "" : String.format("top %d passages", passages.size()));
        list.getItems().setAll(passages);
        if (!passages.isEmpty()) {
            list.scrollTo(0);
        }
    }

    private List<HeatToken> tokens(Passage passage) {
        int peak = passage.peak();
        int from = Math.max(0, peak - CONTEXT);
        int to = Math.min(passage.tokenIds().length, peak + CONTEXT + 1);
        List<HeatToken> tokens = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int id = passage.tokenIds()[i];
            tokens.add(new HeatToken(pieces.apply(id), id, passage.activations()[i], i == peak));
        }
        return tokens;
    }

    /** A caption and a heatmap as high as its text. */
    private final class PassageCell extends ListCell<Passage> {

        private final Label caption = new Label();
        private final TokenHeatmap heatmap = new TokenHeatmap(themes);
        private final VBox content = new VBox(caption, heatmap);

        PassageCell() {
            caption.getStyleClass().add("passage-caption");
            content.getStyleClass().add("passage");
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            getStyleClass().add("passage-cell");
            // the text wraps to the list; a cell that asked for the width of its text would make the list scroll
            // sideways
            setPrefWidth(0);
        }

        @Override
        protected double computePrefHeight(double width) {
            if (isEmpty()) {
                return super.computePrefHeight(width);
            }
            double wide = width > 0 ? width : list.getWidth() - SCROLL_BAR;
            double inner = Math.max(60, wide - snappedLeftInset() - snappedRightInset());
            return snappedTopInset() + content.prefHeight(inner) + snappedBottomInset();
        }

        @Override
        protected void updateItem(Passage passage, boolean empty) {
            super.updateItem(passage, empty);
            if (empty || passage == null) {
                setGraphic(null);
                return;
            }
            caption.setText(String.format(
                    "peak %s   document %,d, token %,d",
                    Numbers.activation(passage.max()),
                    passage.document() + 1,
                    passage.firstPosition() + passage.peak()));
            heatmap.show(tokens(passage), max, hue);
            setGraphic(content);
        }
    }
}
