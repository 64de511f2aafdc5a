package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.features.TextActivations;
import lacuna.ui.features.SpanRanking.Measure;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.HeatToken;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.TokenHeatmap;
import lacuna.ui.widget.TokenSpan;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Any text, read by the model: which features are on where, ranked for the tokens selected. */
final class TryTextPane {

    private static final int RANKED = 100;

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final TextArea text = new TextArea();
    private final Button read = new Button("Read");
    private final ComboBox<Measure> measure = new ComboBox<>();
    private final NumberField density = NumberField.decimal(20, 0, 100);
    private final CheckBox beginning = new CheckBox("BOS");
    private final TokenHeatmap heatmap;
    private final Label caption = Words.label("");
    private final Label span = Words.label("");
    private final RankedTable ranked;
    private final TokenTable tokens;
    private final BorderPane right = new BorderPane();
    private final ToggleButton byToken = new ToggleButton("Each token");
    private final BorderPane root = new BorderPane();
    private final Subscription subscriptions;

    TryTextPane(FeaturesModel model, FeaturesActions actions, ThemeManager themes) {
        this.model = model;
        this.actions = actions;
        heatmap = new TokenHeatmap(themes);
        heatmap.setId("try-heatmap");
        heatmap.allowSelection();
        ranked = new RankedTable(model.notes(), actions::goTo);
        tokens = new TokenTable(actions);
        buildTop();
        root.setCenter(center());
        root.setId("try-text");
        root.getStyleClass().add("panel");
        subscriptions = Subscription.combine(
                model.triedProperty().subscribe(now -> showAll()),
                model.selectedProperty().subscribe(now -> showHeat()),
                model.notes().revisionProperty().subscribe(now -> ranked.repaint()));
        heatmap.selectionProperty().subscribe(now -> showRanking());
        measure.valueProperty().subscribe(now -> showRanking());
        density.valueProperty().subscribe(now -> showRanking());
        beginning.selectedProperty().subscribe(now -> showAll());
    }

    Region root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private void buildTop() {
        text.setId("try-input");
        text.setPromptText("Type or paste any text; Ctrl+Enter reads it");
        text.setWrapText(true);
        text.setPrefRowCount(2);
        text.setMinHeight(54);
        text.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.ENTER) {
                read.fire(); // does nothing while there is nothing to read
                event.consume();
            }
        });
        HBox.setHgrow(text, Priority.ALWAYS);
        read.setId("try-read");
        read.getStyleClass().add("accent");
        read.setMinWidth(Region.USE_PREF_SIZE);
        read.disableProperty().bind(text.textProperty().isEmpty());
        read.setOnAction(event -> actions.read(text.getText()));
        HBox line = new HBox(text, read);
        line.getStyleClass().add("panel-line");
        root.setTop(line);
    }

    private Node center() {
        caption.setId("try-caption");
        caption.setMinHeight(Region.USE_PREF_SIZE);
        beginning.setTooltip(new Tooltip("Show the beginning-of-text token, whose activations mean little"));
        beginning.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(caption, space, beginning);
        head.getStyleClass().add("panel-head");
        VBox.setVgrow(heatmap, Priority.ALWAYS);
        VBox left = new VBox(head, heatmap);
        left.getStyleClass().add("panel-column");
        right.setTop(rankingHead());
        right.setCenter(ranked.table());
        right.getStyleClass().add("panel-column");
        HBox both = new HBox(left, right);
        both.getStyleClass().add("panel-columns");
        for (Region column : List.of(left, right)) {
            HBox.setHgrow(column, Priority.ALWAYS);
            column.setPrefWidth(10);
        }
        return both;
    }

    private Node rankingHead() {
        ToggleButton bySelection = new ToggleButton("Selection");
        ToggleGroup views = new ToggleGroup();
        bySelection.setSelected(true);
        for (ToggleButton button : List.of(bySelection, byToken)) {
            button.setToggleGroup(views);
            button.getStyleClass().add("small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> {
                button.setSelected(true);
                right.setCenter(byToken.isSelected() ? tokens.list() : ranked.table());
                showRanking();
            });
        }
        bySelection.setTooltip(new Tooltip("Features ranked for the selected tokens; drag over the text to select"));
        byToken.setId("try-by-token");
        byToken.setTooltip(new Tooltip("The strongest features of every token"));
        measure.setId("try-measure");
        measure.getItems().setAll(Measure.values());
        measure.setValue(Measure.MEAN);
        measure.setTooltip(new Tooltip("By what features are ranked, over the selected tokens"));
        measure.disableProperty().bind(byToken.selectedProperty());
        measure.setMinWidth(70);
        measure.setPrefWidth(130);
        density.field().setId("try-density");
        density.field().setAccessibleText("Most tokens a feature may be on at, per cent");
        Label limit = Words.label("on \u2264");
        limit.setMinWidth(Region.USE_PREF_SIZE);
        limit.setTooltip(new Tooltip("Leave out features that are on at more of the tokens of either corpus"));
        Label percent = Words.label("%");
        percent.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(bySelection, byToken, measure, limit, density, percent);
        line.getStyleClass().add("panel-head");
        span.setId("try-span");
        VBox head = new VBox(line, span);
        head.getStyleClass().add("panel-column");
        return head;
    }

    private @Nullable TextActivations tried() {
        return model.triedProperty().get();
    }

    /** First token shown. */
    private int first(TextActivations of) {
        return beginning.isSelected() ? 0 : of.contentStart();
    }

    private void showAll() {
        heatmap.clearSelection();
        showHeat();
        showRanking();
    }

    /** The text coloured by the feature that is selected in the table. */
    private void showHeat() {
        TextActivations of = tried();
        FeatureRow row = model.selectedProperty().get();
        if (of == null) {
            caption.setText("");
            heatmap.show(List.of(), 1, ActivationScale.Hue.TARGET);
            return;
        }
        float[] values = row == null ? new float[of.length()] : of.along(row.hook(), row.feature());
        List<HeatToken> shown = new ArrayList<>();
        int on = 0;
        double max = row == null ? 1 : Math.max(row.target().max(), row.benign().max());
        for (int i = first(of); i < of.length(); i++) {
            shown.add(new HeatToken(actions.piece(of.tokenIds()[i]), of.tokenIds()[i], values[i]));
            on += values[i] > 0 ? 1 : 0;
            max = Math.max(max, i < of.contentStart() ? 0 : values[i]);
        }
        caption.setText(
                row == null
                        ? "Select a feature to see it along the text"
                        : String.format("Feature %d: %,d of %,d on", row.feature(), on, shown.size()));
        heatmap.recolour(shown, max, ActivationScale.Hue.TARGET);
    }

    private void showRanking() {
        TextActivations of = tried();
        FeatureTable table = model.table();
        if (of == null || table == null) {
            ranked.show(List.of());
            tokens.clear();
            span.setText("");
            return;
        }
        SpanRanking ranking = new SpanRanking(table, density.value() / 100);
        int first = first(of);
        if (byToken.isSelected()) {
            span.setText("Click a feature to read its evidence");
            tokens.show(of, first, ranking);
            return;
        }
        TokenSpan chosen = heatmap.selectionProperty().get();
        int from = chosen == null ? first : first + chosen.first();
        int to = chosen == null ? of.length() : first + chosen.end();
        Measure by = measure.getValue() == null ? Measure.MEAN : measure.getValue();
        ranked.show(ranking.of(of, from, to, by, RANKED));
        span.setText(
                chosen == null
                        ? "All tokens; drag over the text to select some"
                        : to - from == 1 ? "1 token selected" : to - from + " tokens selected");
    }
}
