package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The feature browser on a copy of the bundled sample, with its pictures: {@code mvn test -Dtest=BrowserTourTest
 * -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.screenshots", matches = ".+")
class BrowserTourTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    private SampleWindow window;

    @Test
    void evidenceAnyTextAndPreview() throws Exception {
        window = SampleWindow.open(fx, "lacuna-browser", 1440, 900);
        fx.picturesInBothThemes("project");
        window.countAndMark();
        TableView<?> table = fx.find("#feature-table");
        fx.run(() -> table.getSelectionModel().clearAndSelect(2));
        logits();
        fx.picturesInBothThemes("features");
        fx.click("#evidence-samples");
        fx.picturesInBothThemes("features-samples");
        fx.click("#evidence-neighbours");
        window.patiently("neighbours", () -> fx.isShown(".neighbour-link"));
        fx.picturesInBothThemes("features-neighbours");
        fx.click("#evidence-top");
        fx.run(fx.<ToggleButton>find("#scatter-switch")::fire);
        fx.picturesInBothThemes("features-scatter");
        map();
        tryText();
        preview();
        judge(table);
        window.close();
    }

    private void logits() {
        window.patiently("logits", () -> fx.isShown("#logits"));
        window.idle("logits and neighbours");
    }

    private void map() {
        fx.run(fx.<ToggleButton>find("#map-switch")::fire);
        window.patiently("the map", () -> window.succeeded("Map of features"));
        fx.picturesInBothThemes("features-map");
    }

    private void tryText() {
        fx.run(fx.<ToggleButton>find("#try-switch")::fire);
        TextArea input = fx.find("#try-input");
        fx.run(() ->
                input.setText("Long before the ferry came, the dragon Ashkettle slept above the charcoal burners of the"
                        + " island, and every night the baker of Lantern Bay could see the orange fire on the hill."));
        fx.run(fx.<Button>find("#try-read")::fire);
        window.idle("the text is read");
        TableView<?> ranking = fx.find("#try-ranking");
        assertThat(ranking.getItems()).isNotEmpty();
        fx.run(() -> ranking.getSelectionModel().select(0));
        logits();
        fx.picturesInBothThemes("try-text");
    }

    private void preview() {
        fx.run(fx.<ToggleButton>find("#preview-switch")::fire);
        fx.run(fx.<Button>find("#preview-run")::fire);
        window.idle("both are written");
        assertThat(fx.<Text>find("#preview-clean").getText()).isNotBlank();
        assertThat(fx.<Text>find("#preview-clamped").getText())
                .isNotEqualTo(fx.<Text>find("#preview-clean").getText());
        assertThat(fx.<Label>find("#preview-chosen").getText()).startsWith("60");
        fx.picturesInBothThemes("preview");
    }

    /** Second thoughts, a note, and the marks saved under a name. */
    private void judge(TableView<?> table) {
        window.idle("second thoughts");
        fx.click("#review");
        window.patiently("stability", () -> fx.isShown("Stability of the ranking"));
        window.popupPicture("review-light");
        fx.click("#review");
        fx.click("#selections");
        fx.click("#selection-name");
        fx.type("dragons, first look");
        fx.click("#selection-save");
        window.patiently("it is saved", () -> fx.isShown("dragons, first look"));
        window.popupPicture("selections-light");
        fx.press(KeyCode.ESCAPE);
        fx.run(table::requestFocus);
        fx.press(KeyCode.L);
        fx.type("dragon lore\n");
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("dragon");
        fx.picturesInBothThemes("palette");
        fx.press(KeyCode.ESCAPE);
    }
}
