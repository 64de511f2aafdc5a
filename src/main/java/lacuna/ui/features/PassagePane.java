package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
import lacuna.features.CorpusSide;
import lacuna.features.Passage;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.HeatToken;
import lacuna.ui.widget.TokenHeatmap;
import lacuna.ui.widget.Words;

/** The passages of one corpus on which the feature is strongest, as token heatmaps in a virtualised list. */
final class PassagePane {

    private static final double SCROLL_BAR = 14;

    private final ActivationScale.Hue hue;
    private final ThemeManager themes;
    private final IntFunction<String> pieces;
    private final ListView<Passage> list = new ListView<>();
    private final Label count = Words.label("");
    private final VBox root;
    private final Label nothing = Words.caption("");
    private double max = 1;
    private int context = 20;
    private Function<Passage, String> caption = passage -> "";

    /** @param pieces the text of a token id */
    PassagePane(CorpusSide side, ActivationScale.Hue hue, ThemeManager themes, IntFunction<String> pieces) {
        this.hue = hue;
        this.themes = themes;
        this.pieces = pieces;
        Label chip = new Label(side == CorpusSide.TARGET ? "Target" : "Benign");
        chip.getStyleClass().addAll("chip", side.label());
        HBox head = new HBox(chip, count);
        head.getStyleClass().add("passage-head");
        head.setAlignment(Pos.CENTER_LEFT);
        list.setId("passages-" + side.label());
        list.setAccessibleText("Passages, " + side.label());
        list.getStyleClass().add("passages");
        list.setCellFactory(ignored -> new PassageCell());
        list.setPlaceholder(nothing);
        VBox.setVgrow(list, Priority.ALWAYS);
        root = new VBox(head, list);
        root.getStyleClass().add("passage-pane");
    }

    Region root() {
        return root;
    }

    /**
     * @param strongest activation of either corpus, so that colours compare
     * @param captions what to say above a passage
     * @param none what to say if there is no passage
     * @param strengths of the feature on this corpus
     */
    void show(
            List<Passage> passages,
            double strongest,
            Function<Passage, String> captions,
            String none,
            String strengths) {
        max = strongest;
        caption = captions;
        nothing.setText(none);
        count.setText(strengths);
        list.getItems().setAll(passages);
        if (!passages.isEmpty()) {
            list.scrollTo(0);
        }
    }

    /** @param tokens shown before and after the place of interest, as far as they are kept */
    void setContext(int tokens) {
        if (tokens != context) {
            context = tokens;
            list.getItems().setAll(List.copyOf(list.getItems()));
        }
    }

    private List<HeatToken> tokens(Passage passage) {
        int peak = passage.peak();
        int from = passage.wordStart(Math.max(0, peak - context), pieces);
        int to = Math.min(passage.tokenIds().length, peak + context + 1);
        List<HeatToken> tokens = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int id = passage.tokenIds()[i];
            tokens.add(new HeatToken(pieces.apply(id), id, passage.activations()[i], i == peak));
        }
        return tokens;
    }

    /** A caption and a heatmap as high as its text. */
    private final class PassageCell extends ListCell<Passage> {

        private final Label heading = new Label();
        private final TokenHeatmap heatmap = new TokenHeatmap(themes);
        private final VBox content = new VBox(heading, heatmap);

        PassageCell() {
            heading.getStyleClass().add("passage-caption");
            heading.setWrapText(true);
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
            heading.setText(caption.apply(passage));
            heatmap.show(tokens(passage), max, hue);
            setGraphic(content);
        }
    }
}
