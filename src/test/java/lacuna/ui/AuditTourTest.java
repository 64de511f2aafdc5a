package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Evaluate, Compare and Report on a copy of the sample that has finished runs, with the pictures of the README:
 * {@code mvn test -Dtest=AuditTourTest -Dlacuna.audit=FOLDER -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.audit", matches = ".+")
class AuditTourTest {

    private static final int PATIENCE_SECONDS = 900;

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    private final Path sample = Path.of(System.getProperty("lacuna.audit", "."));
    private AppContext context;
    private volatile boolean ended;

    @Test
    void wholeAudit() throws Exception {
        fx.run(() -> {
            context = AppContext.of(
                    List.of(sample.toString()), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            new MainWindow(context).show(fx.stage(), () -> ended = true);
            context.register(new Screens().build(context));
        });
        fx.resizeTo(1440, 900);
        patiently("the project is open", () -> fx.isShown("#project-heading"));
        patiently("the engine is up", () -> context.header().engineProperty().get() == HeaderModel.Engine.READY);
        idle();
        evaluate();
        compare();
        report();
        assertThat(context.errors().entries()).isEmpty();
        fx.requestClose();
        patiently("the last job has ended", () -> ended);
    }

    private void evaluate() {
        fx.run(() -> context.navigation().show("Evaluate"));
        idle();
        fx.picturesInBothThemes("evaluate");
        fx.click("#evaluate-section-comparison");
        idle();
        fx.picturesInBothThemes("evaluate-comparison");
        fx.click("#evaluate-section-questions");
        idle();
        fx.click("#ask-crisp");
        fx.click("#ask-start");
        idle();
        fx.click("#ask-continuation");
        fx.click("#ask-start");
        idle();
        fx.picturesInBothThemes("evaluate-questions");
        fx.click("#evaluate-section-persistence");
        idle();
        fx.click("#attack-lens");
        fx.click("#attack-start");
        idle();
        fx.picturesInBothThemes("evaluate-persistence");
    }

    private void compare() {
        fx.run(() -> context.navigation().show("Compare"));
        idle();
        MenuButton runs = fx.find("#compare-runs");
        fx.run(() -> runs.getItems().stream()
                .map(CheckMenuItem.class::cast)
                .filter(item -> !item.isSelected() && !item.isDisable())
                .limit(1)
                .toList()
                .forEach(CheckMenuItem::fire));
        fx.run(() -> runs.getItems().stream()
                .map(CheckMenuItem.class::cast)
                .filter(item -> !item.isSelected() && !item.isDisable())
                .limit(1)
                .toList()
                .forEach(CheckMenuItem::fire));
        fx.click("#compare-generate");
        idle();
        fx.picturesInBothThemes("compare");
    }

    private void report() {
        fx.run(() -> context.navigation().show("Report"));
        idle();
        fx.click("#report-reviewer");
        fx.type("R. Viewer");
        fx.click("#report-verdict");
        fx.type("The lore is gone from the answers, and twenty texts bring it back.");
        Button make = fx.find("#report-make");
        assertThat(make.isDisabled()).isFalse();
        fx.click(make);
        idle();
        fx.picturesInBothThemes("report");
        assertThat(Files.exists(sample.resolve("runs"))).isTrue();
    }

    private void idle() {
        patiently("nothing runs", () -> !context.jobs().isBusy());
        fx.settle();
        patiently("nothing runs", () -> !context.jobs().isBusy());
    }

    private void patiently(String what, Callable<Boolean> condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!fx.call(condition)) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            WaitForAsyncUtils.sleep(100, TimeUnit.MILLISECONDS);
        }
        fx.settle();
    }
}
