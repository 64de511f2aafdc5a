package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlearnPresetTest {

    @Test
    void paperPresetsHoldThePapersBestSettings() throws Exception {
        UnlearnPreset bio = UnlearnPreset.named("paper-llama-3.1-8b-bio");
        CrispConfig config = (CrispConfig) bio.config();
        assertThat(bio.k()).isEqualTo(10);
        assertThat(bio.saeLayers()).startsWith(4, 6).endsWith(26, 28).hasSize(13);
        assertThat(config.suppression()).isEqualTo(40);
        assertThat(config.learningRate()).isEqualTo(4e-5);
        assertThat(config.lora().rank()).isEqualTo(8);
        assertThat(config.lora().blocks()).hasSize(7).contains(3, 9);
        assertThat(config.mode()).isEqualTo(CrispMode.PAPER);
    }

    @Test
    void codeModeWeighsItsLossesAsTheReleasedCodeDoes() throws Exception {
        CrispConfig.Weights weights =
                ((CrispConfig) UnlearnPreset.named("demo-gemma-2-2b").config()).weights();
        assertThat(weights.unlearn()).isCloseTo(.01, within(1e-12));
        assertThat(weights.retain()).isCloseTo(.99, within(1e-12));
        assertThat(weights.coherence()).isCloseTo(.0099, within(1e-12));
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> UnlearnPreset.named("best"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("ember-isles");
    }

    @Test
    void settingsSurviveTheirFile(@TempDir Path folder) throws Exception {
        for (UnlearnPreset preset : UnlearnPreset.all()) {
            Path file = folder.resolve(preset.name() + ".json");
            Json.write(file, preset);
            assertThat(Json.read(file, UnlearnPreset.class)).isEqualTo(preset);
        }
    }

    @Test
    void impossibleSettingsAreRefusedByName() {
        CrispConfig config = (CrispConfig) UnlearnPreset.all().get(0).config();
        assertThatThrownBy(() -> config.withSteps(-1))
                .hasMessageContaining("steps")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> config.withCheckpointEvery(-5)).hasMessageContaining("checkpointEvery");
    }

    @Test
    void warmUpRisesLinearlyToTheRate() {
        CrispConfig base = (CrispConfig) UnlearnPreset.all().get(0).config();
        CrispConfig warm = new CrispConfig(
                base.mode(),
                1,
                1,
                1,
                1,
                base.drift(),
                base.lora(),
                .4,
                4,
                0,
                1,
                9,
                1,
                1,
                64,
                0,
                0,
                ActivationMemory.WHOLE);
        assertThat(warm.learningRateAt(0)).isCloseTo(.1, within(1e-12));
        assertThat(warm.learningRateAt(3)).isCloseTo(.4, within(1e-12));
        assertThat(warm.learningRateAt(8)).isCloseTo(.4, within(1e-12));
    }
}
