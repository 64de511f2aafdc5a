package lacuna.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import lacuna.model.GenerationConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationBarTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1180, 700);

    private final FakeComparePort port = new FakeComparePort();
    private CompareController controller;

    @BeforeEach
    void show() {
        fx.show(themes -> {
            controller = new CompareController(themes, new InlineJobs(), Clock.systemUTC(), () -> {});
            controller.open(port);
            return (Parent) controller.view();
        });
    }

    private void enter(String query, String text) {
        fx.run(() -> fx.<TextField>find(query).setText(text));
    }

    @Test
    void aSettingWithoutAFieldOutlivesALookAtGreedy() {
        GenerationConfig own = new GenerationConfig(48, 0.7, 40, 0.9, 3);
        fx.run(() -> {
            controller.model().settingsProperty().set(own);
            fx.<ToggleButton>find("#compare-greedy").fire();
            assertThat(controller.model().settingsProperty().get()).isEqualTo(GenerationConfig.greedy(48));
            fx.<ToggleButton>find("#compare-sampling").fire();
            assertThat(controller.model().settingsProperty().get()).isEqualTo(own);
        });
    }

    @Test
    void whatKeepsFromGeneratingIsSaid() {
        fx.run(() -> controller.add("A prompt of my own, which is long enough to need a second line", "target"));
        enter("#compare-tokens", "many");
        fx.picturesInBothThemes("compare-wrong");
        assertThat(fx.<Label>find("#compare-problem").getText()).startsWith("New tokens: Enter a whole number.");
        assertThat(fx.<Button>find("#compare-generate").isDisabled()).isTrue();
        fx.run(() -> controller.generate(controller.model().pairs()));
        assertThat(port.asked).as("not with the entry before").isEmpty();
        enter("#compare-tokens", " 12 ");
        assertThat(fx.<Label>find("#compare-problem").getText()).isEmpty();
        fx.run(() -> fx.<ToggleButton>find("#compare-sampling").fire());
        enter("#compare-temperature", "");
        assertThat(fx.<Label>find("#compare-problem").getText()).startsWith("Temperature: Enter a number.");
        fx.run(() -> fx.<ToggleButton>find("#compare-greedy").fire());
        assertThat(fx.<Button>find("#compare-generate").isDisabled())
                .as("greedy has no temperature")
                .isFalse();
    }
}
