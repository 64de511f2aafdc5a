package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.Passage;
import lacuna.model.HookPoint;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Theme;
import lacuna.ui.widget.CopyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The place as a user goes through it, inside the window, on the sample's texts. */
class FeaturesFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FeaturesController controller;
    private FakePort port;
    private FeaturesWindow window;

    private void openWindow() throws Exception {
        openWindow(new InlineJobs());
    }

    private void openWindow(Jobs jobs) throws Exception {
        window = FeaturesWindow.open(fx, jobs);
        port = window.port;
        controller = window.controller;
    }

    @Test
    void filterSortMarkAndReadPassages() throws Exception {
        openWindow();
        fx.click("Compute statistics");
        TableView<FeatureRow> table = fx.find("#feature-table");
        fx.await("logits", () -> fx.isShown("#logits"));

        fx.click("#apply-preset");
        fx.picture("features-preset", fx.<Node>find("#preset-apply").getScene());
        fx.click("#preset-apply");
        assertThat(fx.<Label>find("#suppressed-total").getText()).isEqualTo("60 to suppress");

        labelSome(table);
        fx.run(() -> table.getSelectionModel().clearAndSelect(2));
        fx.run(() -> controller.shown());
        fx.picturesInBothThemes("features");
        readPassages(table);

        fx.click("#filter-text");
        fx.type("31");
        fx.await("the filter", () -> table.getItems().size() < 100);
        assertThat(table.getItems())
                .hasSize(3 * 11) // 31 and 310 to 319 of each layer
                .allMatch(row -> Integer.toString(row.feature()).startsWith("31"));
        fx.click("#filter-reset");
        fx.await("all", () -> table.getItems().size() == 3 * 1536);

        sortByHeader(table);
        markByKeyboard(table);
        largeScreen();
    }

    private void readPassages(TableView<FeatureRow> table) {
        ListView<Passage> passages = fx.find("#passages-target");
        assertThat(passages.getItems()).isNotEmpty();
        assertThat(passages.getItems().get(0).max()).isEqualTo((float)
                table.getSelectionModel().getSelectedItem().target().max());
        assertThat(fx.<Region>find(".token-heatmap").getHeight()).isGreaterThan(20);
        assertThat(fx.<CopyText>find("#provenance").whole()).contains("resid_post.", "without BOS and padding");
    }

    private void sortByHeader(TableView<FeatureRow> table) {
        TableColumn<FeatureRow, ?> ratio = table.getColumns().stream()
                .filter(column -> "Ratio \u03c1".equals(column.getUserData()))
                .findFirst()
                .orElseThrow();
        fx.click(ratio.getGraphic());
        List<FeatureRow> shown = fx.call(() -> List.copyOf(table.getItems()));
        assertThat(shown).isSortedAccordingTo((a, b) -> Double.compare(b.ratio(), a.ratio()));
    }

    private void markByKeyboard(TableView<FeatureRow> table) {
        fx.run(() -> {
            table.getSelectionModel().clearSelection();
            table.getSelectionModel().selectRange(0, 3);
            table.requestFocus();
        });
        fx.press(KeyCode.K);
        List<FeatureRow> three = fx.call(() -> List.copyOf(table.getItems().subList(0, 3)));
        assertThat(three).allMatch(row -> controller.model().notes().mark(row.key()) == Mark.KEEP);
        fx.press(KeyCode.CONTROL, KeyCode.Z);
        assertThat(three).noneMatch(row -> controller.model().notes().mark(row.key()) == Mark.KEEP);
        fx.press(KeyCode.K);
        assertThat(port.saved.get(port.saved.size() - 1).keySet())
                .containsAll(three.stream().map(FeatureRow::key).toList());
        fx.press(KeyCode.DOWN);
        fx.press(KeyCode.S);
        FeatureRow here = fx.call(() -> table.getSelectionModel().getSelectedItem());
        assertThat(controller.model().notes().mark(here.key())).isEqualTo(Mark.SUPPRESS);
    }

    private void labelSome(TableView<FeatureRow> table) {
        String[] labels = {"names of dragons", "fire and its colour", "lairs", "what a dragon fears", "tamers"};
        fx.run(() -> {
            for (int i = 0; i < labels.length; i++) {
                controller.marking().label(table.getItems().get(i), labels[i]);
            }
        });
    }

    private void largeScreen() {
        fx.resizeTo(1920, 1080);
        fx.click("#scatter-switch");
        fx.run(() -> fx.<TableView<FeatureRow>>find("#feature-table")
                .getSelectionModel()
                .clearAndSelect(1));
        fx.picture("features-1920-light");
        fx.theme(Theme.DARK);
        fx.picture("features-1920-dark");
        fx.theme(Theme.LIGHT);
        clickDot();
    }

    /** A click on the dot of the commonest feature brings that row into the table's selection. */
    private void clickDot() {
        Region scatter = fx.find("#scatter");
        FeatureTable all = port.table;
        FeatureRow wanted = fx.call(() -> all.rows().stream()
                .max((a, b) -> Double.compare(a.target().rate(), b.target().rate()))
                .orElseThrow());
        long tokens = Math.max(all.statistics().targetTokens(), all.statistics().benignTokens());
        RateAxes axes = new RateAxes(scatter.getWidth(), scatter.getHeight(), 1.0 / tokens);
        Point2D dot = new Point2D(
                axes.x(wanted.benign().rate()), axes.y(wanted.target().rate()));
        window.drag(fx.find("#scatter-canvas"), dot);
        assertThat(fx.call(() -> controller.model().selectedProperty().get())).isEqualTo(wanted);
    }

    @Test
    void countingShowsHowFarItIsAndCanBeCancelled() throws Exception {
        Jobs jobs = fx.call(ComputeThread::new);
        openWindow(jobs);
        port.blocks = true;
        fx.click("Compute statistics");
        fx.await("progress", () -> fx.isShown("Target documents"));
        fx.picture("features-running");
        fx.click("#cancel-statistics");
        fx.await("the first state", () -> fx.isShown("Compute statistics"));
        fx.run(() -> jobs.closeThen(() -> {}));
    }

    @Test
    void saysWhatIsMissingAndWhatWentWrong() throws Exception {
        openWindow();
        fx.picture("features-empty-" + Theme.LIGHT.name().toLowerCase(Locale.ROOT));
        port.failure = new lacuna.run.LacunaException(
                "corpora/target.jsonl is empty. Choose a corpus with at least one document in Project.");
        fx.click("Compute statistics");
        assertThat(fx.isShown("The statistics could not be computed")).isTrue();
        assertThat(fx.isShown("corpora/target.jsonl is empty. Choose a corpus with at least one document in Project."))
                .isTrue();
        port.failure = null;
        fx.click("Try again");
        assertThat(fx.isShown("#feature-table")).isTrue();
    }

    @Test
    void countingAgainShowsTheEvidenceOfTheNewTable() throws Exception {
        openWindow();
        fx.click("Compute statistics");
        fx.find("#feature-table");
        FeatureRow before = fx.call(() -> controller.model().selectedProperty().get());
        port.table = FeatureTable.of(
                port.table.statistics(), new Provenance("another-model", Map.of(), "target.jsonl", "benign.jsonl"));
        fx.click("#count-again");
        assertThat(fx.call(() -> controller.model().selectedProperty().get())).isEqualTo(before);
        assertThat(fx.<CopyText>find("#provenance").whole()).contains("another-model");
    }

    @Test
    void aLabelThatIsBeingTypedIsSavedWhenTheWindowCloses() throws Exception {
        openWindow();
        fx.click("Compute statistics");
        fx.click("#feature-table");
        fx.press(KeyCode.L);
        fx.type("fire");
        FeatureKey key =
                fx.call(() -> controller.model().selectedProperty().get().key());
        fx.requestClose();
        assertThat(port.saved).isNotEmpty();
        assertThat(port.saved.get(port.saved.size() - 1).get(key).label()).isEqualTo("fire");
    }

    @Test
    void aLabelThatIsBeingTypedStaysWhileLabelsOfOthersComeIn() throws Exception {
        openWindow();
        fx.click("Compute statistics");
        fx.click("#feature-table");
        fx.press(KeyCode.L);
        fx.type("fire");
        fx.run(() -> controller.model().notes().setImported(Map.of()));
        assertThat(fx.<TextField>find("#feature-label").getText()).isEqualTo("fire");
        fx.run(() -> fx.<TableView<FeatureRow>>find("#feature-table")
                .getSelectionModel()
                .clearAndSelect(4));
        assertThat(fx.<TextField>find("#feature-label").getText()).isEmpty();
    }

    @Test
    void marksOfManyLayersLeaveRoomForTheButtons() throws Exception {
        openWindow();
        fx.run(() -> controller.show(manyLayers()));
        fx.find("#feature-table");
        fx.run(() -> controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        Region bar = fx.find(".selection-bar");
        for (Node part : bar.getChildrenUnmodifiable()) {
            assertThat(part.getBoundsInParent().getMaxX()).isLessThanOrEqualTo(bar.getWidth());
        }
        assertThat(fx.isShown("+ 23 layers")).isTrue();
        fx.picturesInBothThemes("features-many-layers");
    }

    /** As many SAEs as a model of 26 blocks may have. */
    private FeatureTable manyLayers() {
        List<LayerStatistics> layers = new java.util.ArrayList<>();
        List<LayerEvidence> evidence = new java.util.ArrayList<>();
        LayerStatistics one = port.table.statistics().layers().get(0);
        for (int block = 0; block < 26; block++) {
            layers.add(new LayerStatistics(
                    HookPoint.residPost(block),
                    one.features(),
                    one.targetTokens(),
                    one.benignTokens(),
                    one.targetCount(),
                    one.benignCount(),
                    one.targetSum(),
                    one.benignSum(),
                    one.targetMax(),
                    one.benignMax(),
                    one.targetHistogram(),
                    one.benignHistogram()));
            evidence.add(port.table.statistics().evidence().get(0));
        }
        return FeatureTable.of(
                new FeatureStatistics(
                        layers, evidence, one.targetTokens(), one.benignTokens(), FeatureStatistics.UNIT_DECODER),
                new Provenance("many", Map.of(), "target.jsonl", "benign.jsonl"));
    }

    @Test
    void thePresetBeginsWithWhatTheProjectChoosesBy() throws Exception {
        openWindow();
        fx.click("Compute statistics");
        port.preset = new SelectionConfig(CrispMode.CODE, 7, 4.5, 1);
        fx.click("#apply-preset");
        assertThat(fx.<TextField>find("#preset-k").getText()).isEqualTo("7");
        assertThat(fx.<TextField>find("#preset-tau").getText()).isEqualTo("4.5");
        assertThat(fx.isShown("Code")).isTrue();
        fx.click("#preset-apply");
        assertThat(fx.<Label>find("#suppressed-total").getText()).isEqualTo("21 to suppress");
    }
}
