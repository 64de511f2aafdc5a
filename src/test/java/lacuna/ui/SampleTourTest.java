package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole job on a copy of the bundled sample, with the pictures of training and of what comes after it. It takes some minutes, so it runs only when pictures
 * are asked for: {@code mvn test -Dtest=SampleTourTest -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.screenshots", matches = ".+")
class SampleTourTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    private SampleWindow window;

    @Test
    void wholeJob() throws Exception {
        window = SampleWindow.open(fx, "lacuna-tour", 1440, 900);
        fx.click("#project-next");
        window.countAndMark();
        train();
        compare();
        evaluate();
        window.close();
    }

    private void train() throws Exception {
        window.show("Train");
        fx.click("#train-start");
        Label steps = fx.find("#run-steps");
        window.patiently("some steps are done", () -> steps.getText().matches("Step (4\\d|[5-9]\\d) of.*"));
        fx.picturesInBothThemes("train");
        window.idle("training is done");
        Label state = fx.find("#run-state");
        assertThat(state.getText()).isEqualTo("Finished");
        fx.picturesInBothThemes("train-finished");
        List<Path> runs = Project.read(window.sample()).runFolders();
        assertThat(runs.get(0).resolve(RunFolder.ADAPTER)).isNotEmptyDirectory();
    }

    private void compare() {
        window.show("Compare");
        Button generate = fx.find("#compare-generate");
        window.patiently(
                "the run is offered",
                () -> !generate.isDisabled() && !window.context().jobs().isBusy());
        fx.click("#compare-generate");
        window.patiently("both sides are written", () -> window.succeeded("Continue"));
        fx.picturesInBothThemes("compare");
    }

    private void evaluate() {
        window.show("Evaluate");
        Button start = fx.find("#evaluate-start");
        window.patiently("the run is offered", () -> !start.isDisabled());
        fx.click("#evaluate-start");
        window.patiently("it is measured", () -> window.succeeded("Evaluate"));
        fx.picturesInBothThemes("evaluate");
    }
}
