package lacuna.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lacuna.model.GenerationConfig;
import lacuna.ui.FxTest;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompareControllerTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 100);

    private final FakeComparePort port = new FakeComparePort();

    private final InlineJobs jobs = new InlineJobs();

    private CompareController opened() {
        CompareController controller = new CompareController(fx.themes(), jobs, Clock.systemUTC(), () -> {});
        controller.open(port);
        return controller;
    }

    @Test
    void chosenPromptsAreContinuedByBothModels() {
        fx.run(() -> {
            CompareController controller = opened();
            List<PairEntry> pairs = controller.model().pairs();
            pairs.subList(1, pairs.size()).forEach(pair -> pair.chosenProperty().set(false));
            controller.generate();
            assertThat(port.asked).hasSize(2);
            assertThat(pairs.get(0).by(CompareModel.UNTOUCHED).get().text()).startsWith(" slept in the cave");
            assertThat(pairs.get(0).by(FakeComparePort.RUN).get().text()).startsWith(" was a good place");
            assertThat(pairs.get(1).by(CompareModel.UNTOUCHED).get()).isEqualTo(Continuation.NONE);
            assertThat(controller.model().runningProperty().get()).isFalse();
        });
    }

    @Test
    void whatWouldComeOutTheSameIsNotMadeAgain() {
        fx.run(() -> {
            CompareController controller = opened();
            PairEntry first = controller.model().pairs().get(0);
            controller.generate(List.of(first));
            int before = jobs.all().size();
            controller.generate(List.of(first));
            assertThat(port.asked).hasSize(2);
            assertThat(jobs.all())
                    .as("no job that waits behind others to do nothing")
                    .hasSize(before);
            controller.model().settingsProperty().set(new GenerationConfig(48, 0.8, 0, 1, 7));
            controller.generate(List.of(first));
            assertThat(port.asked).hasSize(4);
        });
    }

    @Test
    void withoutARunOnlyTheModelAsItWasIsAsked() {
        fx.run(() -> {
            port.runs.clear();
            CompareController controller = opened();
            controller.generate();
            assertThat(port.asked).hasSize(6).allMatch(asked -> asked.startsWith("before"));
        });
    }

    @Test
    void ownPromptsJoinTheList() {
        fx.run(() -> {
            CompareController controller = opened();
            controller.add("  The dragon Ashkettle ", "target");
            controller.add("   ", "target");
            assertThat(controller.model().pairs()).hasSize(7);
            PairEntry own = controller.model().pairs().get(6);
            assertThat(own.prompt().text()).isEqualTo("The dragon Ashkettle");
            assertThat(controller.model().pairs()).filteredOn(PairEntry::isOwn).containsExactly(own);
            controller.remove(own);
            assertThat(controller.model().pairs()).hasSize(6);
        });
    }

    @Test
    void severalRunsStandBesideTheUntouchedModelAndNoMoreThanFit() {
        fx.run(() -> {
            for (String name : List.of("rmu", "elm", "k5")) {
                port.runs.add(new RunChoice(name, ""));
            }
            CompareController controller = opened();
            CompareModel model = controller.model();
            assertThat(model.columns()).containsExactly(CompareModel.UNTOUCHED, FakeComparePort.RUN);
            port.runs.forEach(run -> {
                if (!model.shown().contains(run)) {
                    model.toggle(run);
                }
            });
            assertThat(model.columns()).containsExactly(CompareModel.UNTOUCHED, FakeComparePort.RUN, "rmu", "elm");
            controller.generate(List.of(model.pairs().get(0)));
            assertThat(port.asked).hasSize(4);
            model.toggle(port.runs.get(0));
            controller.generate(List.of(model.pairs().get(0)));
            assertThat(port.asked).as("all but one stay").hasSize(4);
            assertThat(model.columns()).containsExactly(CompareModel.UNTOUCHED, "rmu", "elm");
        });
    }

    @Test
    void aBlindOrderMixesTheModelsAndKeepsThemWhileItLasts() {
        Set<List<String>> orders = new HashSet<>();
        BlindOrder order = new BlindOrder(42);
        List<String> names = List.of("", "rmu", "elm");
        for (int i = 0; i < 60; i++) {
            List<String> shuffled = order.shuffled("prompt " + i, names);
            assertThat(order.shuffled("prompt " + i, names)).isEqualTo(shuffled);
            assertThat(shuffled).containsExactlyInAnyOrderElementsOf(names);
            orders.add(shuffled);
        }
        assertThat(orders).as("every order occurs").hasSize(6);
    }

    /** Who always writes first would be known by that. */
    @Test
    void inABlindComparisonTheModelsWriteInTheirHiddenOrder() {
        fx.run(() -> {
            CompareController controller = opened();
            CompareModel model = controller.model();
            model.blindProperty().set(new BlindOrder(5));
            controller.generate();
            List<String> expected = model.pairs().stream()
                    .flatMap(pair -> model.columns(pair).stream()
                            .map(run -> (run.isEmpty() ? "before: " : "after: ")
                                    + pair.prompt().text()))
                    .toList();
            assertThat(port.asked).isEqualTo(expected);
            assertThat(model.pairs().stream()
                            .map(pair -> model.columns(pair).get(0))
                            .distinct())
                    .as("both orders occur, or this shows nothing")
                    .hasSize(2);
        });
    }
}
