package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.util.Duration;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.features.RowFilter.Range;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns, ranges, copying and jumping in the table. */
class TableToolsTest {

    private static final FeatureTable TABLE = SyntheticFeatures.large(3000);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FeaturesController controller;
    private FeaturesModel model;

    @BeforeEach
    void show() {
        open();
    }

    private void open() {
        fx.show(themes -> {
            controller = new FeaturesController(
                    new InlineJobs(), themes, new FakeDialogs(), fx.preferences(), Duration.ZERO);
            model = controller.model();
            controller.open(new FakePort(TABLE, id -> "t" + id), Map.of());
            controller.show(TABLE);
            return (javafx.scene.Parent) controller.view();
        });
    }

    private javafx.scene.control.TableView<FeatureRow> table() {
        return fx.find("#feature-table");
    }

    private List<String> titles() {
        return fx.call(() -> table().getVisibleLeafColumns().stream()
                .map(FeatureColumns::title)
                .toList());
    }

    @Test
    void copiesTheColumnsShownInFullPrecision() {
        FeatureRow row = fx.call(() -> model.shown().get(0));
        fx.run(() -> {
            controller.marking().label(row, "tab\there");
            table().getSelectionModel().clearAndSelect(0);
            table().requestFocus();
        });
        fx.press(KeyCode.CONTROL, KeyCode.C);
        String text = fx.call(() -> Clipboard.getSystemClipboard().getString());
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).split("\t")).containsExactlyElementsOf(titles());
        String[] cells = lines.get(1).split("\t");
        int score = titles().indexOf("CRISP, pp");
        assertThat(Double.parseDouble(cells[score])).isEqualTo((double) (float) (100 * row.score()));
        assertThat(cells[titles().indexOf("Label")]).isEqualTo("tab here");
    }

    @Test
    void columnsChosenAreThereNextTime() {
        List<String> first = titles();
        fx.click("#columns-menu");
        fx.click("Target max");
        fx.click("\u0394 rate, pp");
        fx.picture(
                "features-columns", fx.<javafx.scene.Node>find("#columns-first").getScene());
        fx.press(KeyCode.ESCAPE);
        fx.run(() -> table().getColumns().add(0, table().getColumns().remove(2)));
        List<String> chosen = titles();
        assertThat(chosen).hasSize(first.size() + 2).contains("Target max", "\u0394 rate, pp");
        assertThat(chosen).isNotEqualTo(first);
        open();
        assertThat(titles()).isEqualTo(chosen);
        fx.click("#columns-menu");
        fx.click("#columns-first");
        assertThat(titles()).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void rangesOfAnyStatisticFilterAtOnce() {
        fx.click("#filter-ranges");
        TextField most = fx.find("#range-benign-rate-most");
        fx.click(most);
        fx.type("0.01");
        fx.click(fx.<TextField>find("#range-target-count-least"));
        fx.type("40");
        fx.picture("features-ranges", most.getScene());
        assertThat(fx.call(() -> List.copyOf(model.shown())))
                .isNotEmpty()
                .hasSizeLessThan(TABLE.size())
                .allMatch(row -> row.benign().rate() <= 0.0001 && row.target().count() >= 40);
        fx.type("x");
        assertThat(fx.call(() -> model.filterProperty().get().range(Statistic.TARGET_COUNT)))
                .isEqualTo(new Range(40, Double.POSITIVE_INFINITY));
        fx.press(KeyCode.ESCAPE);
        fx.click("#filter-reset");
        assertThat(model.shown()).hasSize(TABLE.size());
    }

    @Test
    void digitsTypedInTheTableGoToThatFeature() {
        fx.run(() -> {
            table().getSortOrder()
                    .setAll(List.<TableColumn<FeatureRow, ?>>of(table().getVisibleLeafColumns().stream()
                            .filter(column -> FeatureColumns.title(column).equals("Feature"))
                            .findFirst()
                            .orElseThrow()));
            table().requestFocus();
        });
        fx.type("271");
        assertThat(Integer.toString(
                        fx.call(() -> model.selectedProperty().get()).feature()))
                .startsWith("271");
    }

    @Test
    void labelsAreOfferedWhileTyping() {
        fx.run(() -> {
            controller.marking().label(model.rows().get(5), "names of dragons");
            controller.marking().label(model.rows().get(6), "tides");
        });
        fx.click("#filter-text");
        fx.type("drag");
        fx.await("the suggestion", () -> fx.isShown("names of dragons"));
        fx.press(KeyCode.ENTER);
        fx.await("the filter", () -> model.shown().size() == 1);
        assertThat(model.shown().get(0).feature()).isEqualTo(5);
    }
}
