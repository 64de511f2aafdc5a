package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lacuna.model.LoraAdapter;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.AdamW;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Passes that are cut, with dropout, where no stored numbers exist: they come from another generator. */
class BoundedPassTest {

    private static final double DROPOUT = .4;

    private ToyUnlearning toy;

    @BeforeEach
    void start() throws Exception {
        toy = new ToyUnlearning();
    }

    @AfterEach
    void stop() {
        toy.close();
    }

    /** CRISP's objective on the toy, as a run has it at a step. */
    private CrispObjective objective(ActivationMemory memory, double dropout) throws LacunaException {
        CrispConfig config =
                ToyUnlearning.config(CrispMode.PAPER, 1, 9, dropout).withMemory(memory);
        return CrispObjective.of(toy.inputs(), config);
    }

    /** The total of step 0 with its dropout. */
    private double total(CrispObjective objective) throws LacunaException {
        toy.torch.seed(5);
        return objective.add(0, Progress.NONE).total();
    }

    /**
     * Along the gradient the loss rises by its squared length: only if both runs of a block drop the same entries is the gradient that of
     * the loss.
     */
    @ParameterizedTest
    @CsvSource({"3, KEEP", "0, RECOMPUTE", "2, RECOMPUTE"})
    void theSecondRunDropsWhatTheFirstDropped(int rows, Activations activations) throws Exception {
        try (CrispObjective objective = objective(new ActivationMemory(rows, activations), DROPOUT)) {
            List<NDArray> factors = ((LoraAdapter) objective.trained()).parameters();
            try (AdamW adam = new AdamW(toy.torch, factors, AdamW.Config.CRISP)) {
                total(objective);
                adam.step(1e-2, Double.POSITIVE_INFINITY); // so that gradients reach A as well as B
            }
            total(objective);
            List<float[]> gradients = new ArrayList<>();
            double squared = 0;
            for (NDArray factor : factors) {
                float[] gradient = factor.getGradient().toFloatArray();
                for (float g : gradient) {
                    squared += g * g;
                }
                gradients.add(gradient);
            }
            double step = 2e-3 / Math.sqrt(squared);
            move(factors, gradients, step);
            double above = total(objective);
            move(factors, gradients, -2 * step);
            double slope = (above - total(objective)) / (2 * step);
            assertThat(slope).isCloseTo(squared, within(.02 * squared));
        }
    }

    private static void move(List<NDArray> factors, List<float[]> direction, double step) {
        for (int i = 0; i < factors.size(); i++) {
            float[] values = factors.get(i).toFloatArray();
            for (int j = 0; j < values.length; j++) {
                values[j] += (float) (step * direction.get(i)[j]);
            }
            factors.get(i).set(FloatBuffer.wrap(values));
        }
    }

    /** Four rows in chunks of one, two, three or all, in one stretch or block by block; padding counts, or does not. */
    @ParameterizedTest
    @CsvSource({
        "1, KEEP, TEXT",
        "2, KEEP, ALL",
        "3, KEEP, TEXT",
        "0, RECOMPUTE, ALL",
        "1, RECOMPUTE, ALL",
        "3, RECOMPUTE, TEXT"
    })
    void rmusLossesAndGradientsAreThoseOfTheWholeBatch(int rows, Activations activations, RmuConfig.Positions positions)
            throws Exception {
        RmuConfig config = CutRun.rmu(positions);
        CutRun whole = CutRun.of(toy.torch, config, toy.inputs(), 6);
        int before = toy.torch.liveArrays();
        CutRun cut = CutRun.of(toy.torch, config.withMemory(new ActivationMemory(rows, activations)), toy.inputs(), 6);
        cut.assertSameAs(whole);
        assertThat(toy.torch.liveArrays()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(CrispMode.class)
    void lossesAreTheSameWithoutWhatTrainingDoesNotReadOfTheDictionaries(CrispMode mode) throws Exception {
        CrispConfig config = ToyUnlearning.config(mode, 1, 9, 0);
        List<float[]> before = weights();
        try (CrispObjective whole = CrispObjective.of(toy.inputs(), config);
                CrispObjective resting = CrispObjective.of(toy.inputs(), config)) {
            double expected = whole.add(0, Progress.NONE).total();
            resting.rest();
            assertThatThrownBy(() -> toy.saes.get(0).decoderWeight())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("decoder of the SAE for resid_post.1");
            assertThat(resting.add(0, Progress.NONE).total()).isEqualTo(expected);
        }
        assertThat(weights()).usingRecursiveComparison().isEqualTo(before);
    }

    private List<float[]> weights() {
        return toy.saes.stream()
                .flatMap(sae -> Stream.of(sae.encoderWeight(), sae.decoderWeight()))
                .map(NDArray::toFloatArray)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"3, KEEP", "2, RECOMPUTE"})
    void theSameSeedGivesTheSameNumbers(int rows, Activations activations) throws Exception {
        try (CrispObjective objective = objective(new ActivationMemory(rows, activations), DROPOUT)) {
            assertThat(total(objective)).isEqualTo(total(objective));
        }
    }

    /** Chunks and stretches free what they made. */
    @Test
    void nothingStaysBehind() throws Exception {
        try (CrispObjective objective = objective(new ActivationMemory(2, Activations.RECOMPUTE), DROPOUT)) {
            total(objective);
            int before = toy.torch.liveArrays();
            total(objective);
            assertThat(toy.torch.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void everyMethodThatTrainsLeavesWholeBatchesUnsaid() throws Exception {
        for (UnlearnPreset preset : UnlearnPreset.all()) {
            if (preset.config() instanceof Trained whole) {
                assertThat(Json.line(whole)).doesNotContain("memory");
                assertThat(read(Json.line(whole))).isEqualTo(whole);
                UnlearnConfig cut = whole.withMemory(new ActivationMemory(2, Activations.RECOMPUTE));
                assertThat(read(Json.line(cut))).isEqualTo(cut).isNotEqualTo(whole);
            }
        }
    }

    @Test
    void filesThatSayNothingMeanTheWholeBatchAndWholeBatchesAreNotSaid() throws Exception {
        CrispConfig whole = ToyUnlearning.config(CrispMode.PAPER, 1, 9, 0);
        String line = Json.line(whole);
        assertThat(line).doesNotContain("memory");
        assertThat(read(line)).isEqualTo(whole);
        CrispConfig cut = whole.withMemory(new ActivationMemory(2, Activations.RECOMPUTE));
        assertThat(Json.line(cut)).contains("\"memory\":{\"microBatch\":2,\"activations\":\"RECOMPUTE\"}");
        assertThat(read(Json.line(cut))).isEqualTo(cut);
        assertThat(read(Json.line(cut).replace("RECOMPUTE", "recompute"))).isEqualTo(cut);
    }

    private static UnlearnConfig read(String line) throws LacunaException {
        return Json.parse(line, new com.fasterxml.jackson.core.type.TypeReference<UnlearnConfig>() {}, "a line");
    }
}
