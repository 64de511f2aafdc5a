package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.Activations;
import lacuna.unlearning.Trained;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.Test;

/** The form's descriptions of methods name settings that there are, and fit presets to the open project. */
class MethodFormTest {

    private static final TrainModel.Choices CHOICES = new TrainModel.Choices(6, 100, UnlearnPreset.all());

    /** With cut passes, so that nothing usual is left out. */
    private static UnlearnConfig whole(UnlearnConfig config) {
        return config instanceof Trained trained
                ? trained.withMemory(new ActivationMemory(2, Activations.RECOMPUTE))
                : config;
    }

    @Test
    void everyFieldIsASettingOfItsMethodAndSaysWhatItChanges() {
        Set<MethodForm> seen = new HashSet<>();
        for (UnlearnPreset preset : UnlearnPreset.all()) {
            MethodForm.of(preset.config()).filter(seen::add).ifPresent(form -> {
                ObjectNode settings = SettingsTree.of(whole(preset.config()));
                Set<String> ids = new HashSet<>();
                for (Field field : form.fields()) {
                    assertThat(SettingsTree.get(settings, field.path()).isMissingNode())
                            .as(form.title() + " " + field.path())
                            .isFalse();
                    assertThat(ids.add(field.id())).as(field.id()).isTrue();
                    List<String> sentences = field instanceof Field.Choice choice
                            ? choice.options().stream()
                                    .map(Field.Choice.Option::sentence)
                                    .toList()
                            : List.of(field.help());
                    assertThat(sentences).allSatisfy(text -> assertThat(text).endsWith("."));
                }
            });
        }
        assertThat(seen).containsAll(MethodForm.all());
    }

    @Test
    void everyPresetFitsASmallerModel() {
        for (UnlearnPreset preset : UnlearnPreset.all()) {
            UnlearnConfig fitted = SettingsTree.fitted(preset.config(), CHOICES);
            if (MethodForm.of(fitted).isPresent()) {
                assertThat(fitted.blocks()).as(preset.name()).allMatch(block -> block < 6);
                assertThat(fitted.steps() > 0).isEqualTo(preset.config().stepsOver(100) > 0);
                assertThat(fitted.method()).isEqualTo(preset.config().method());
            }
        }
    }

    @Test
    void whatDoesNotFitTogetherIsToldInTheSettingsOwnWords() {
        UnlearnConfig rmu = UnlearnPreset.all().stream()
                .map(UnlearnPreset::config)
                .filter(config -> config.method().equals("rmu"))
                .findFirst()
                .orElseThrow();
        ObjectNode settings = SettingsTree.of(rmu);
        SettingsTree.set(settings, "layer", settings.numberNode(0));
        assertThatThrownBy(() -> SettingsTree.config(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Trained is ")
                .hasMessageContaining("blocks up to the layer");
    }
}
