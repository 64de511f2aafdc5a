package lacuna.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import lacuna.run.LacunaException;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.JobState;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.Theme;
import lacuna.ui.widget.EmptyState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MainWindowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final FakeDialogs dialogs = new FakeDialogs();
    private final List<String> events = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private AppContext context;

    private final class DummyPlace implements Place {
        private final String title;
        private final Icon icon;
        private final Node view;

        DummyPlace(String title, Icon icon) {
            this.title = title;
            this.icon = icon;
            this.view = new StackPane(new EmptyState(
                    icon,
                    "No " + title.toLowerCase(java.util.Locale.ROOT) + " yet",
                    "This place shows what it is for, why it is empty, and the one thing to do about it.",
                    "Open a project",
                    () -> {}));
        }

        @Override
        public String title() {
            return title;
        }

        @Override
        public String icon() {
            return icon.code();
        }

        @Override
        public Node view() {
            return view;
        }

        @Override
        public void shown() {
            events.add("shown " + title);
        }

        @Override
        public void close() {
            events.add("close " + title);
        }
    }

    @BeforeEach
    void openWindow() {
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), dialogs);
            new MainWindow(context).show(fx.stage(), () -> events.add("ended"));
            System.gc(); // a listener that only a weak reference keeps would fall silent here
            context.register(List.of(
                    new DummyPlace("Project", Icon.PROJECT),
                    new DummyPlace("Features", Icon.FEATURES),
                    new DummyPlace("Train", Icon.TRAIN),
                    new DummyPlace("Compare", Icon.COMPARE),
                    new DummyPlace("Evaluate", Icon.EVALUATE)));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
        });
        fx.resizeTo(1280, 800);
    }

    @AfterEach
    void letJobsEnd() {
        gate.countDown();
        fx.run(() -> {
            context.jobs().cancelAll();
            context.jobs().closeThen(() -> {});
        });
    }

    private BackgroundJob<String> blockedJob(String title) {
        BackgroundJob<String> job = fx.call(() -> context.jobs().submit(title, progress -> {
            progress.report("Step 132 of 400, loss 1.84", 132, 400);
            while (!progress.isCancelled() && gate.getCount() > 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            progress.check();
            return "done";
        }));
        fx.await("the job runs", () -> job.fractionProperty().get() > 0);
        return job;
    }

    @Test
    void railAndKeysSwitchPlaces() {
        assertThat(events).containsExactly("shown Project");
        fx.click("#place-features");
        fx.press(KeyCode.CONTROL, KeyCode.DIGIT3);
        assertThat(events).containsExactly("shown Project", "shown Features", "shown Train");
        assertThat(fx.call(() -> context.navigation().currentProperty().get().title()))
                .isEqualTo("Train");
        fx.picturesInBothThemes("shell");
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("shell-large");
    }

    @Test
    void themeSwitchesAtRunTimeAndIsRemembered() {
        fx.press(KeyCode.CONTROL, KeyCode.T);
        assertThat(fx.themes().theme()).isEqualTo(Theme.DARK);
        assertThat(fx.preferences().get("theme", "")).isEqualTo("dark");
        fx.click("#theme-menu");
        fx.picture("theme-menu", popup().getScene());
        fx.click("Light");
        assertThat(fx.themes().theme()).isEqualTo(Theme.LIGHT);
        fx.click("#theme-menu");
        fx.click("As the system");
        assertThat(fx.preferences().get("theme", "")).isEqualTo("system");
        assertThat(fx.call(() -> fx.themes().asSystemProperty().get())).isTrue();
        fx.press(KeyCode.CONTROL, KeyCode.T);
        assertThat(fx.call(() -> fx.themes().asSystemProperty().get())).isFalse();
    }

    private Window popup() {
        return fx.call(() -> Window.getWindows().stream()
                .filter(window -> window != fx.stage() && window.isShowing())
                .findFirst()
                .orElseThrow());
    }

    @Test
    void runningJobIsShownAndCanBeCancelled() {
        BackgroundJob<String> failed = fx.call(() -> context.jobs().submit("Evaluate before", progress -> {
            throw new LacunaException("Cannot read runs/3/eval.json: no space left. Free some space and run it again.");
        }));
        fx.await("failed", () -> failed.state() == JobState.FAILED);
        fx.click("#error-close");
        BackgroundJob<String> done = fx.call(() -> context.jobs()
                .submit("Statistics of both corpora", progress -> "ok")
                .outcome(result -> "4,608 features over 212,000 tokens"));
        fx.await("done", () -> done.state().isEnded());
        BackgroundJob<String> job = blockedJob("Train with CRISP, run 4");
        BackgroundJob<String> queued = fx.call(() -> context.jobs().submit("Evaluate run 4", progress -> "ok"));
        assertThat(fx.<Labeled>find("#job-title").getText()).isEqualTo("Train with CRISP, run 4");
        fx.click("#jobs-drawer");
        fx.picturesInBothThemes("shell-jobs");
        fx.click("#job-cancel");
        fx.await("cancelled", () -> job.state() == JobState.CANCELLED);
        fx.await("the next one had its turn", () -> queued.state() == JobState.SUCCEEDED);
    }

    @Test
    void failureShowsItsSentenceWithDetailsOnRequest() {
        String sentence =
                "model/model.safetensors ends early: expected 16,384,512 bytes, found 9,120. Copy the file again.";
        fx.run(() -> context.jobs().submit("Open project", progress -> {
            throw new LacunaException(sentence);
        }));
        fx.await("the banner", () -> fx.isShown("#error-banner"));
        assertThat(fx.<Label>find("#error-sentence").getText()).isEqualTo(sentence);
        fx.picturesInBothThemes("shell-error");
        fx.click("#error-details");
        assertThat(fx.isShown(".error-trace")).isTrue();
        fx.picture("shell-error-details-light");
        fx.click("#error-close");
        assertThat(fx.isShown("#error-banner")).isFalse();
    }

    @Test
    void closingDuringAJobAsksAndMayStay() {
        BackgroundJob<String> job = blockedJob("Train");
        dialogs.answer("Stay");
        fx.requestClose();
        assertThat(dialogs.asked()).containsExactly("A job is still running");
        assertThat(fx.call(() -> fx.stage().isShowing())).isTrue();
        assertThat(fx.call(job::state)).isEqualTo(JobState.RUNNING);
    }

    @Test
    void closingWithCancelWaitsForTheJobThenEnds() {
        BackgroundJob<String> job = blockedJob("Train");
        dialogs.answer("Cancel it and quit");
        fx.requestClose();
        fx.await("the end", () -> events.contains("ended"));
        assertThat(fx.call(job::state)).isEqualTo(JobState.CANCELLED);
        assertThat(events).contains("close Project", "close Train").endsWith("ended");
        assertThat(fx.call(() -> fx.stage().isShowing())).isFalse();
    }

    @Test
    void closingWithWaitEndsAfterTheLastJob() {
        BackgroundJob<String> job = blockedJob("Train");
        dialogs.answer("Quit when it is done");
        fx.requestClose();
        assertThat(fx.call(() -> fx.stage().isShowing())).isTrue();
        gate.countDown();
        fx.await("the end", () -> events.contains("ended"));
        assertThat(fx.call(job::state)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void realDialogReturnsTheAnswerClicked() {
        for (Theme theme : Theme.values()) {
            fx.theme(theme);
            List<Integer> answers = new ArrayList<>();
            fx.begin(() -> answers.add(new FxDialogs()
                    .choose(
                            "A job is still running",
                            "Cancelling stops it after its current batch. What it has written so far is kept and can be"
                                    + " resumed.",
                            List.of("Quit when it is done", "Cancel it and quit", "Stay"))));
            Node stay = fx.find("Stay");
            fx.picture("dialog-" + theme.key(), stay.getScene());
            fx.click("Cancel it and quit");
            fx.await("an answer", () -> !answers.isEmpty());
            assertThat(answers).containsExactly(1);
        }
    }

    @Test
    void windowSizeIsRemembered() {
        fx.resizeTo(1100, 700);
        fx.requestClose();
        fx.await("the end", () -> events.contains("ended"));
        assertThat(dialogs.asked()).isEmpty();
        assertThat(fx.preferences().getDouble("window.width", 0)).isEqualTo(1100);
        assertThat(fx.preferences().getDouble("window.height", 0)).isEqualTo(700);
    }

    @Test
    void aTourThatIsOfferedBeforeThereArePlacesBeginsAtItsOwn() {
        fx.preferences().put("window.place", "Train");
        fx.run(() -> {
            AppContext other =
                    AppContext.of(List.of(), fx.preferences(), fx.themes(), context.jobs(), new FakeDialogs());
            other.tour().offer(List.of(new Tour.Step("Features", "First", "Words.")));
            other.register(List.of(
                    new DummyPlace("Project", Icon.PROJECT),
                    new DummyPlace("Features", Icon.FEATURES),
                    new DummyPlace("Train", Icon.TRAIN)));
            assertThat(other.navigation().currentProperty().get().title()).isEqualTo("Features");
        });
    }
}
