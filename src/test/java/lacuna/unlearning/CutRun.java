package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * Some steps of a method, to be compared with those of passes that are cut otherwise.
 *
 * @param losses of each step, each after the update of the one before
 * @param gradients of the second step, by parameter: in the first, those of a fresh adapter's factors A are zero
 */
record CutRun(List<StepLosses> losses, List<float[]> gradients) {

    /** On the toy: four texts a step, of different lengths. */
    static RmuConfig rmu(RmuConfig.Positions positions) {
        return new RmuConfig(
                2, 3, 1.5, positions, new TreeSet<>(List.of(1, 2)), 2e-3, 6, 4, 64, 5, 0, ActivationMemory.WHOLE);
    }

    static CutRun of(Torch torch, UnlearnConfig config, UnlearnInputs inputs, int steps) throws LacunaException {
        List<StepLosses> losses = new ArrayList<>();
        List<float[]> gradients = new ArrayList<>();
        try (Objective objective = config.objective(inputs);
                AdamW adam = new AdamW(torch, objective.trained().parameters(), objective.optimizer())) {
            for (int step = 0; step < steps; step++) {
                losses.add(objective.add(step, Progress.NONE));
                if (step == 1) {
                    objective.trained().parameters().forEach(parameter -> gradients.add(gradient(parameter)));
                }
                adam.step(config.learningRateAt(step), config.largestNorm());
            }
        }
        return new CutRun(losses, gradients);
    }

    private static float[] gradient(NDArray parameter) {
        try (Scope scope = Scope.open()) {
            return parameter.getGradient().toFloatArray();
        }
    }

    /** Losses to 1e-5, gradients to 1e-5 of each parameter's largest: rounding, for sums are taken in another order. */
    void assertSameAs(CutRun whole) {
        assertThat(losses).hasSameSizeAs(whole.losses);
        for (int step = 0; step < losses.size(); step++) {
            int at = step;
            whole.losses
                    .get(step)
                    .byName()
                    .forEach((name, loss) -> assertThat(losses.get(at).byName().get(name))
                            .as(name + " at step " + at)
                            .isCloseTo(loss, within(1e-5 * Math.abs(loss) + 1e-9)));
        }
        assertThat(gradients).hasSameSizeAs(whole.gradients).isNotEmpty();
        for (int i = 0; i < gradients.size(); i++) {
            float largest = 0;
            for (float g : whole.gradients.get(i)) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertThat(gradients.get(i)).containsExactly(whole.gradients.get(i), within(1e-5f * largest));
            assertThat(largest).as("gradient of parameter " + i).isPositive();
        }
    }
}
