package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.util.Duration;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table with as many rows as a real dictionary has features. */
class LargeTableTest {

    private static final int FEATURES = 131_072;
    private static final FeatureTable TABLE = SyntheticFeatures.large(FEATURES);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1000, 600);

    private FeaturesModel model;
    private FeaturesController controller;
    private FeatureTablePane pane;

    @BeforeEach
    void show() {
        fx.show(themes -> {
            controller = new FeaturesController(
                    new InlineJobs(), themes, new FakeDialogs(), fx.preferences(), Duration.ZERO);
            model = controller.model();
            controller.open(new FakePort(TABLE, id -> "t" + id), Map.of());
            pane = new FeatureTablePane(model, controller, fx.preferences());
            controller.show(TABLE);
            return pane.table();
        });
    }

    private TableColumn<FeatureRow, FeatureRow> column(String title) {
        return pane.columns().leaves().stream()
                .filter(column -> title.equals(column.getUserData()))
                .findFirst()
                .orElseThrow();
    }

    /** As a click on the head does it: JavaFX asks for ascending first. */
    private void sortBy(String title) {
        column(title).setSortType(TableColumn.SortType.ASCENDING);
        pane.table().getSortOrder().setAll(List.of(column(title)));
    }

    @Test
    void beginsWithTheHighestScore() {
        fx.run(() -> assertThat(model.shown())
                .isSortedAccordingTo(
                        Comparator.comparingDouble(FeatureRow::score).reversed().thenComparing(FeatureRow::key)));
    }

    @Test
    void sortsLargestFirstThenSmallestWithTiesByNumber() {
        fx.run(() -> {
            sortBy("Target count");
            Comparator<FeatureRow> count =
                    Comparator.comparing(row -> row.target().count());
            assertThat(model.shown()).isSortedAccordingTo(count.reversed().thenComparing(FeatureRow::key));
            pane.table().getSortOrder().clear();
            assertThat(model.shown()).isSortedAccordingTo(count.thenComparing(FeatureRow::key));
        });
    }

    @Test
    void keepsTheSelectedFeatureThroughSortAndFilter() {
        fx.run(() -> {
            TableView<FeatureRow> table = pane.table();
            table.getSelectionModel().clearAndSelect(70_000);
            FeatureRow row = table.getSelectionModel().getSelectedItem();
            sortBy("Benign max");
            assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(row);
            model.filterProperty().set(RowFilter.NONE.withText(Integer.toString(row.feature())));
            assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(row);
            model.filterProperty().set(RowFilter.NONE);
            assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(row);
            assertThat(model.selectedProperty().get()).isEqualTo(row);
        });
    }

    @Test
    void aRowThatIsFilteredAwayGivesItsPlaceToTheNext() {
        fx.run(() -> {
            model.filterProperty().set(RowFilter.NONE.withMarks(MarkFilter.UNDECIDED));
            FeatureRow first = model.shown().get(0);
            FeatureRow second = model.shown().get(1);
            pane.table().getSelectionModel().clearAndSelect(0);
            controller.marking().mark(Mark.SUPPRESS, List.of(first));
            assertThat(model.shown()).hasSize(FEATURES - 1);
            assertThat(model.selectedProperty().get()).isEqualTo(second);
        });
    }

    @Test
    void marksEveryRowAtOnceInOneStep() {
        fx.run(() -> {
            model.filterProperty().set(RowFilter.NONE.withMinRatio(50));
            pane.table().getSelectionModel().selectAll();
            controller.marking().mark(Mark.SUPPRESS, pane.chosen());
            assertThat(model.notes().suppressedCount())
                    .isEqualTo(model.shown().size())
                    .isGreaterThan(100);
            controller.marking().undo();
            assertThat(model.notes().suppressedCount()).isZero();
        });
    }

    @Test
    void closedItFollowsTheModelNoLonger() {
        fx.run(() -> {
            pane.close();
            FeatureRow before = model.selectedProperty().get();
            model.filterProperty().set(RowFilter.NONE.withText("777"));
            assertThat(model.selectedProperty().get()).isEqualTo(before);
        });
    }
}
