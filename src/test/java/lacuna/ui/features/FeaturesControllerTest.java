package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.util.Duration;
import lacuna.features.FeatureStatistics;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeaturesControllerTest {

    private static final SelectionConfig PRESET = SelectionConfig.of(CrispMode.ALIGNED, 5);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(400, 300);

    private final FakePort port = new FakePort(SyntheticFeatures.large(400), id -> "t" + id);
    private FeaturesController controller;
    private FeaturesModel model;

    @BeforeEach
    void openProject() {
        fx.run(() -> {
            controller = new FeaturesController(
                    new InlineJobs(), fx.themes(), new FakeDialogs(), fx.preferences(), Duration.ZERO);
            model = controller.model();
            controller.open(port, Map.of());
        });
    }

    private List<FeatureKey> suppressed() {
        return model.notes().all().entrySet().stream()
                .filter(entry -> entry.getValue().mark() == Mark.SUPPRESS)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void showsTheTableWhenTheCountIsDone() {
        fx.run(() -> {
            assertThat(model.stateProperty().get()).isInstanceOf(TableState.NoStatistics.class);
            controller.computeStatistics();
            assertThat(model.stateProperty().get()).isEqualTo(new TableState.Ready(port.table));
            assertThat(model.shown()).hasSize(400);
        });
    }

    @Test
    void saysInASentenceWhyTheCountFailed() {
        fx.run(() -> {
            port.failure = new LacunaException("target.jsonl is empty. Choose another.");
            controller.computeStatistics();
            assertThat(model.stateProperty().get())
                    .isEqualTo(new TableState.Failed("target.jsonl is empty. Choose another."));
        });
    }

    @Test
    void readsEvidenceAndLogitsOfTheSelectedFeature() {
        fx.run(() -> {
            controller.computeStatistics();
            FeatureKey key = model.rows().get(3).key();
            controller.select(model.rows().get(3));
            assertThat(model.evidenceProperty().get())
                    .usingRecursiveComparison()
                    .isEqualTo(FeatureEvidence.of(port.table.statistics(), key));
            assertThat(model.logitsProperty().get().top())
                    .isEqualTo(port.logits(key, Progress.NONE).top());
            controller.select(null);
            assertThat(model.evidenceProperty().get()).isNull();
            assertThat(model.logitsProperty().get().isEmpty()).isTrue();
        });
    }

    @Test
    void thePresetMarksWhatCrispTakesAndNothingElse() {
        fx.run(() -> {
            controller.computeStatistics();
            controller.marking().mark(Mark.SUPPRESS, List.of(model.rows().get(0)));
            controller.marking().preset(PRESET);
            FeatureStatistics statistics = port.table.statistics();
            assertThat(suppressed())
                    .extracting(FeatureKey::feature)
                    .containsExactlyInAnyOrderElementsOf(FeatureSelector.select(statistics, PRESET).features().stream()
                            .map(feature -> feature.feature())
                            .collect(Collectors.toList()));
            controller.marking().undo();
            assertThat(suppressed()).containsExactly(model.rows().get(0).key());
        });
    }

    @Test
    void thePresetYieldsToWhatTheUserKeeps() {
        fx.run(() -> {
            controller.computeStatistics();
            controller.marking().preset(PRESET);
            FeatureKey first = suppressed().get(0);
            FeatureRow row = model.rows().get(first.feature());
            controller.marking().mark(Mark.KEEP, List.of(row));
            controller.marking().preset(PRESET);
            assertThat(model.notes().mark(first)).isEqualTo(Mark.KEEP);
            assertThat(model.messageProperty().get()).contains("1 left out because marked keep");
        });
    }

    @Test
    void savesEachChangeUntilTheProjectIsClosed() {
        fx.run(() -> {
            controller.computeStatistics();
            FeatureRow row = model.rows().get(8);
            controller.marking().label(row, "  dragons ");
            controller.marking().mark(Mark.KEEP, List.of(row));
            assertThat(port.saved).hasSize(2);
            assertThat(port.saved.get(1)).containsExactly(Map.entry(row.key(), new FeatureNote(Mark.KEEP, "dragons")));
            controller.closeProject();
            assertThat(port.saved).hasSize(2);
            assertThat(model.notes().all()).isEmpty();
            assertThat(model.rows()).isEmpty();
        });
    }

    @Test
    void clearingTakesMarksAndLeavesLabels() {
        fx.run(() -> {
            controller.computeStatistics();
            FeatureRow row = model.rows().get(8);
            controller.marking().label(row, "dragons");
            controller.marking().preset(PRESET);
            controller.marking().clear();
            assertThat(model.notes().all()).containsOnlyKeys(row.key());
        });
    }

    @Test
    void filtersByNumberLabelRatesAndMark() {
        fx.run(() -> {
            controller.computeStatistics();
            model.filterProperty().set(RowFilter.NONE.withText("12"));
            assertThat(model.shown())
                    .extracting(FeatureRow::feature)
                    .hasSize(11)
                    .allMatch(n -> n == 12 || n / 10 == 12);
            controller.marking().label(model.rows().get(200), "Smoked kelp");
            model.filterProperty().set(RowFilter.NONE.withText("kelp"));
            assertThat(model.shown()).extracting(FeatureRow::feature).containsExactly(200);
            model.filterProperty().set(RowFilter.NONE.withMinRatio(3).withMinTargetRate(0.001));
            assertThat(model.shown())
                    .isNotEmpty()
                    .hasSizeLessThan(400)
                    .allMatch(row -> row.ratio() >= 3 && row.target().rate() >= 0.001);
            model.filterProperty().set(RowFilter.NONE.withMarks(MarkFilter.KEEP));
            assertThat(model.shown()).isEmpty();
            controller.marking().mark(Mark.KEEP, model.rows().subList(5, 8));
            assertThat(model.shown()).extracting(FeatureRow::feature).containsExactlyInAnyOrder(5, 6, 7);
        });
    }
}
