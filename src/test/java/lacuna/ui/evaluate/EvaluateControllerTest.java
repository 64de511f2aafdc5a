package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.Quantization;
import lacuna.project.AttackPlan;
import lacuna.stats.Interval;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.HeldAside;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvaluateControllerTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 100);

    private final FakeEvaluatePort port = new FakeEvaluatePort();

    private EvaluateController opened() {
        EvaluateController controller =
                new EvaluateController(fx.themes(), new InlineJobs(), new FakeDialogs(), () -> {});
        controller.open(port);
        return controller;
    }

    @Test
    void whatWasMeasuredEarlierIsShownWithoutMeasuringAgain() {
        fx.run(() -> {
            port.stored = Optional.of(FakeEvaluatePort.pair());
            EvaluateModel model = opened().model();
            assertThat(model.runProperty().get()).isEqualTo(FakeEvaluatePort.RUN);
            assertThat(model.resultProperty().get()).isEqualTo(FakeEvaluatePort.pair());
            assertThat(model.questionsProperty().get()).hasSize(244);
            assertThat(port.evaluated).isZero();
        });
    }

    @Test
    void measuringShowsTheResult() {
        fx.run(() -> {
            EvaluateController controller = opened();
            assertThat(controller.model().resultProperty().get()).isNull();
            controller.evaluate();
            assertThat(controller.model().resultProperty().get()).isEqualTo(FakeEvaluatePort.pair());
            assertThat(controller.model().jobProperty().get()).isNull();
        });
    }

    @Test
    void aFailureIsToldAndTheNextTryForgetsIt() {
        fx.run(() -> {
            port.failure = "The adapter folder is gone.";
            EvaluateController controller = opened();
            controller.evaluate();
            assertThat(controller.model().problemProperty().get()).isEqualTo("The adapter folder is gone.");
            port.failure = "";
            controller.evaluate();
            assertThat(controller.model().problemProperty().get()).isEmpty();
        });
    }

    @Test
    void theComparisonIsReadWhenItComesToTheFrontAndAfterRunsWereMeasured() {
        fx.run(() -> {
            EvaluateController controller = opened();
            EvaluateModel model = controller.model();
            assertThat(model.comparisonProperty().get()).as("not unasked").isNull();
            controller.show(Section.COMPARISON);
            assertThat(model.comparisonProperty().get()).isEqualTo(FakeEvaluatePort.comparable(false));
            controller.evaluateUnmeasured();
            assertThat(port.asked).containsExactly("crisp-later");
        });
    }

    @Test
    void checksOfPersistenceShowAsTheyAreMadeAndAreReadAgain() {
        fx.run(() -> {
            EvaluateController controller = opened();
            EvaluateModel model = controller.model();
            controller.attack(new AttackPlan(
                    List.of(Quantization.INT4),
                    Optional.empty(),
                    List.of(new AttackPlan.Relearn(AttackPlan.Weights.SMALL_LORA, 10, 1e-3)),
                    Set.of(),
                    QuestionSet.Part.ALL));
            assertThat(model.persistence()).as("the first").hasSize(1);
            controller.show(Section.PERSISTENCE);
            assertThat(model.persistence()).hasSize(2);
            controller.attack(new AttackPlan(List.of(), Optional.empty(), List.of(), Set.of(), QuestionSet.Part.ALL));
            assertThat(model.jobProperty().get()).isNull();
        });
    }

    /** Reading takes as long as it takes: what was of the run before must not stand under the name of the next. */
    @Test
    void anotherRunIsNotShownWithWhatWasMeasuredOfTheOneBefore() {
        fx.run(() -> {
            HeldAside jobs = new HeldAside();
            port.runs.add(new RunChoice("other", ""));
            port.stored = Optional.of(FakeEvaluatePort.pair());
            EvaluateController controller = new EvaluateController(fx.themes(), jobs, new FakeDialogs(), () -> {});
            controller.open(port);
            jobs.letGo();
            EvaluateModel model = controller.model();
            controller.show(Section.PERSISTENCE);
            controller.attack(new AttackPlan(
                    List.of(Quantization.INT4), Optional.empty(), List.of(), Set.of(), QuestionSet.Part.ALL));
            jobs.letGo();
            assertThat(model.persistence()).isNotEmpty();
            assertThat(model.resultProperty().get()).isNotNull();
            assertThat(controller.choose("other")).isTrue();
            assertThat(model.persistence()).isEmpty();
            assertThat(model.resultProperty().get()).isNull();
            jobs.letGo();
            assertThat(model.persistence()).as("its own, now").isNotEmpty();
        });
    }

    @Test
    void theFailureOfARunIsNotToldOfAnother() {
        fx.run(() -> {
            port.runs.add(new RunChoice("other", ""));
            port.failure = "The adapter folder is gone.";
            EvaluateController controller = opened();
            controller.evaluate();
            assertThat(controller.model().problemProperty().get()).isNotEmpty();
            controller.choose("other");
            assertThat(controller.model().problemProperty().get()).isEmpty();
        });
    }

    @Test
    void onlyRunsAreChosen() {
        fx.run(() -> {
            EvaluateController controller = opened();
            assertThat(controller.choose("untouched model")).isFalse();
            assertThat(controller.choose(FakeEvaluatePort.RUN.name())).isTrue();
        });
    }

    @Test
    void rowsSayWhichAnswersChanged() {
        var pair = FakeEvaluatePort.pair();
        var rows = QuestionRow.of(
                "target",
                port.targetQuestions(),
                pair.before().target(),
                pair.after().target());
        assertThat(rows.stream().filter(QuestionRow::rightBefore).count() / 122.0)
                .isEqualTo(pair.before().target().accuracy());
        assertThat(rows).anyMatch(QuestionRow::isChanged).anyMatch(row -> !row.isChanged());
        assertThat(rows).allMatch(row -> row.isChanged() == !row.before().equals(row.after()));
    }

    @Test
    void resultsOfOtherQuestionsAreNotPairedWithThese() {
        var pair = FakeEvaluatePort.pair();
        assertThat(QuestionRow.of(
                        "target",
                        port.targetQuestions().subList(0, 5),
                        pair.before().target(),
                        pair.after().target()))
                .isEmpty();
    }

    @Test
    void figuresCarrySignsAndUnits() {
        assertThat(Figures.points(0.91, 0.369)).isEqualTo("\u221254.1 points");
        assertThat(Figures.change(23.92, 24.31)).isEqualTo("+1.6 %");
        assertThat(Figures.interval(new Interval(-0.09, 0.001))).isEqualTo("\u22129 to 0");
        assertThat(Figures.interval(new Interval(0.871, 0.99))).isEqualTo("87\u201399");
        assertThat(Figures.percentSigned(-0.042)).isEqualTo("\u22124.2");
        assertThat(Figures.p(0.0004)).isEqualTo("p < 0.001");
        assertThat(Figures.tick(Double.NaN))
                .as("of a model that predicts nothing")
                .isEqualTo("\u2013");
        assertThat(Figures.change(20, 20)).isEqualTo("\u00b10.0 %");
    }
}
