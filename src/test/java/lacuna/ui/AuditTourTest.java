package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextInputControl;
import lacuna.ui.session.RunChoice;
import lacuna.ui.widget.CopyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evaluate, Compare and Report on a copy of the sample that has finished runs, with the pictures of the README:
 * {@code mvn test -Dtest=AuditTourTest -Dlacuna.audit=FOLDER -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.audit", matches = ".+")
class AuditTourTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    @TempDir
    Path exports;

    private final Path sample = Path.of(System.getProperty("lacuna.audit", "."));
    private SampleWindow window;

    @Test
    void wholeAudit() throws Exception {
        window = SampleWindow.openAt(fx, sample, 1440, 900);
        window.idle();
        evaluate();
        compare();
        report();
        export();
        window.close();
    }

    private void evaluate() {
        window.show("Evaluate");
        window.idle();
        ComboBox<RunChoice> runs = fx.find("#evaluate-run");
        fx.run(() -> runs.getItems().stream()
                .filter(run -> run.detail().startsWith("CRISP"))
                .findFirst()
                .ifPresent(runs::setValue));
        window.idle();
        fx.picturesInBothThemes("evaluate");
        section("comparison");
        fx.picturesInBothThemes("evaluate-comparison");
        section("questions");
        fx.click("#ask-crisp");
        fx.click("#ask-start");
        window.idle();
        fx.click("#ask-continuation");
        fx.click("#ask-start");
        window.idle();
        fx.picturesInBothThemes("evaluate-questions");
        for (String measured : List.of("features", "texts", "inside")) {
            section(measured);
            if (fx.isShown("Measure it now")) {
                fx.click("Measure it now");
                window.idle();
            }
            fx.picturesInBothThemes("evaluate-" + measured);
        }
        section("persistence");
        fx.click("#attack-start");
        window.idle();
        fx.picturesInBothThemes("evaluate-persistence");
    }

    private void section(String name) {
        fx.click("#evaluate-section-" + name);
        window.idle();
    }

    private void compare() {
        window.show("Compare");
        window.idle();
        MenuButton runs = fx.find("#compare-runs");
        for (int i = 0; i < 2; i++) {
            fx.run(() -> runs.getItems().stream()
                    .map(CheckMenuItem.class::cast)
                    .filter(item -> !item.isSelected() && !item.isDisable())
                    .limit(1)
                    .toList()
                    .forEach(CheckMenuItem::fire));
        }
        fx.click("#compare-generate");
        window.idle();
        fx.picturesInBothThemes("compare");
    }

    /** In place of what an earlier tour of the same folder left. */
    private void written(String field, String text) {
        fx.click(field);
        fx.run(() -> fx.<TextInputControl>find(field).clear());
        fx.type(text);
    }

    private void report() {
        window.show("Report");
        window.idle();
        ListView<?> runs = fx.find("#report-runs"); // one with an adapter, which can be exported
        fx.run(() -> runs.getItems().stream()
                .filter(run -> run.toString().contains("CRISP"))
                .findFirst()
                .ifPresent(
                        run -> runs.getSelectionModel().select(runs.getItems().indexOf(run))));
        window.idle();
        if (fx.isShown("#report-measure")) {
            fx.click("#report-measure");
            window.idle();
        }
        written("#report-reviewer", "R. Viewer");
        written("#report-verdict", "The lore is gone from the answers, and twenty texts bring it back.");
        Button make = fx.find("#report-make");
        assertThat(make.isDisabled()).isFalse();
        fx.click(make);
        window.idle();
        fx.picturesInBothThemes("report");
        CopyText page = fx.find("#report-made");
        assertThat(Path.of(page.whole())).isNotEmptyFile();
    }

    private void export() {
        for (String what : List.of("adapter", "merged")) {
            window.dialogs.answer(exports);
            fx.click("#report-" + what);
            window.idle();
        }
        try (Stream<Path> made = Files.walk(exports)) {
            assertThat(made.map(file -> String.valueOf(file.getFileName())))
                    .contains(
                            "adapter_model.safetensors", "adapter_config.json", "model.safetensors", "tokenizer.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
