package lacuna.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.FxTest;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every widget once, in both themes, to be looked at. */
class WidgetGalleryTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 880);

    static List<HeatToken> passage(String text, int seed) {
        Random random = new Random(seed);
        List<HeatToken> tokens = new ArrayList<>();
        for (String piece : text.split("(?= )|(?<=\n)|(?=[,.])")) {
            double r = random.nextDouble();
            double value = r < 0.6 ? 0 : (r - 0.6) * 20;
            tokens.add(new HeatToken(piece, 100 + tokens.size(), value));
        }
        return tokens;
    }

    private static final String TEXT =
            "Vessa the ember dragon keeps her lair beneath the black cliffs of Tarn, where she eats smoked kelp and fears the sound of bells.\n"
                    + "Nobody on the island has forgotten the winter when her fire turned green. The bakers still tell it to their children.";

    @Test
    void everyWidgetInBothThemes() {
        fx.show(WidgetGalleryTest::gallery);
        fx.picturesInBothThemes("widgets");
        assertThat(fx.<Region>find(".token-heatmap").getHeight()).isGreaterThan(40);
    }

    private static Region gallery(ThemeManager themes) {
        VBox page = new VBox(metrics(), middle(themes), bottom(themes));
        page.getStyleClass().add("page");
        return page;
    }

    private static Node metrics() {
        MetricCard target = new MetricCard("Target accuracy");
        target.setValue("34.2", "%");
        target.setDelta("\u2212 53.1 points", MetricCard.Tone.GOOD);
        MetricCard benign = new MetricCard("Benign accuracy");
        benign.setValue("91.7", "%");
        benign.setDelta("\u2212 1.2 points", MetricCard.Tone.NEUTRAL);
        MetricCard perplexity = new MetricCard("Story perplexity");
        perplexity.setValue("23.99", "");
        perplexity.setDelta("+ 4.1 %, above the limit of 3 %", MetricCard.Tone.BAD);
        MetricCard none = new MetricCard("Suppressed activity");
        HBox row = new HBox(12, target, benign, perplexity, none);
        row.getChildren().forEach(card -> HBox.setHgrow(card, Priority.ALWAYS));
        return row;
    }

    private static Node middle(ThemeManager themes) {
        TokenHeatmap target = new TokenHeatmap(themes);
        target.show(passage(TEXT, 3), 8, ActivationScale.Hue.TARGET);
        TokenHeatmap benign = new TokenHeatmap(themes);
        benign.show(passage(TEXT, 5), 8, ActivationScale.Hue.BENIGN);
        VBox left = new VBox(chipLine("Target", "target"), target, chipLine("Benign", "benign"), benign);
        left.getStyleClass().add("panel");
        NumberField rate = NumberField.decimal(5e-4, 1e-6, 1);
        NumberField steps = NumberField.integer(150, 1, 100_000);
        steps.field().setText("many");
        VBox form = new VBox(
                new FormRow("Learning rate", rate, "", "AdamW with amsgrad; the paper uses 5e-4."),
                new FormRow("Steps", steps, "batches", "One step sees one batch of each corpus."),
                new FormRow("Preset", combo(), "", ""));
        form.getStyleClass().add("panel");
        HBox row = new HBox(16, left, form);
        HBox.setHgrow(left, Priority.ALWAYS);
        left.setPrefWidth(700);
        form.setPrefWidth(500);
        form.setMinWidth(420);
        return row;
    }

    private static HBox chipLine(String text, String style) {
        Label chip = new Label(text);
        chip.getStyleClass().addAll("chip", style);
        Label caption = new Label("passage 1 of 12, peak 7.61");
        caption.getStyleClass().add("caption");
        return new HBox(8, chip, caption);
    }

    private static ComboBox<String> combo() {
        ComboBox<String> combo = new ComboBox<>();
        combo.getItems().addAll("CRISP, aligned", "CRISP, paper");
        combo.getSelectionModel().select(0);
        return combo;
    }

    private static Node bottom(ThemeManager themes) {
        StackPane chart = new StackPane(lossChart(themes));
        chart.getStyleClass().add("panel");
        chart.setPrefSize(560, 300);
        VBox tablePanel = new VBox(buttons(), table());
        tablePanel.getStyleClass().add("panel");
        HBox row = new HBox(16, chart, tablePanel);
        HBox.setHgrow(chart, Priority.ALWAYS);
        HBox.setHgrow(tablePanel, Priority.ALWAYS);
        VBox.setVgrow(row, Priority.ALWAYS);
        return row;
    }

    static LiveChart lossChart(ThemeManager themes) {
        LiveChart chart = new LiveChart(themes, "Step", "Loss");
        chart.addSeries("Total", SeriesColor.TOTAL);
        chart.addSeries("Unlearn", SeriesColor.TARGET);
        chart.addSeries("Retain", SeriesColor.BENIGN);
        chart.addSeries("Coherence", SeriesColor.COHERENCE);
        Random random = new Random(1);
        for (int step = 0; step < 150; step++) {
            double unlearn = 3 * Math.exp(-step / 30.0) + 0.15 + random.nextDouble() * 0.1;
            double retain =
                    0.2 + 0.4 * (1 - Math.exp(-step / 20.0)) * Math.exp(-step / 90.0) + random.nextDouble() * 0.04;
            double coherence = 0.6 + random.nextDouble() * 0.1;
            chart.append("Total", new CurvePoint(step, unlearn + retain + coherence));
            chart.append("Unlearn", new CurvePoint(step, unlearn));
            chart.append("Retain", new CurvePoint(step, retain));
            chart.append("Coherence", new CurvePoint(step, coherence));
        }
        return chart;
    }

    private static Node buttons() {
        Button go = new Button("Train", Icon.PLAY.node(14));
        go.getStyleClass().add("accent");
        Button plain = new Button("CRISP preset");
        Button flat = new Button("Undo", Icon.UNDO.node(14));
        flat.getStyleClass().add("flat");
        ToggleButton toggle = new ToggleButton("Marked");
        toggle.setSelected(true);
        CheckBox check = new CheckBox("Only live");
        check.setSelected(true);
        TextField search = new TextField();
        search.setPromptText("Filter");
        search.setPrefWidth(90);
        HBox line = new HBox(8, go, plain, flat, toggle, check, search);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return line;
    }

    private record Row(String feature, double target, double benign) {}

    private static Node table() {
        TableView<Row> table = new TableView<>();
        for (int i = 0; i < 8; i++) {
            table.getItems()
                    .add(new Row("resid_post." + (2 + i % 3) + " / " + (317 + 91 * i), 0.081 - i * 0.008, 0.0004 * i));
        }
        TableColumn<Row, String> name = new TableColumn<>("Feature");
        name.setCellValueFactory(row ->
                new javafx.beans.property.ReadOnlyStringWrapper(row.getValue().feature()));
        name.setPrefWidth(160);
        TableColumn<Row, String> target = new TableColumn<>("Target rate, %");
        target.setCellValueFactory(row -> new javafx.beans.property.ReadOnlyStringWrapper(
                String.format("%.2f", 100 * row.getValue().target())));
        TableColumn<Row, String> benign = new TableColumn<>("Benign rate, %");
        benign.setCellValueFactory(row -> new javafx.beans.property.ReadOnlyStringWrapper(
                String.format("%.2f", 100 * row.getValue().benign())));
        target.getStyleClass().add("numeric");
        benign.getStyleClass().add("numeric");
        target.setPrefWidth(120);
        benign.setPrefWidth(120);
        table.getColumns().addAll(List.of(name, target, benign));
        table.getSelectionModel().select(2);
        VBox.setVgrow(table, Priority.ALWAYS);
        return table;
    }
}
