package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.steering.Clamping;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clamping as a method, held against numbers worked out by hand. */
class ClampMethodTest {

    private static final HookPoint HOOK = HookPoint.residPost(1);

    private static Torch torch;
    private static LanguageModel model;
    private static SparseAutoencoder sae;

    @TempDir
    Path folder;

    /** Features 0 and 1 read coordinates 0 and 1, feature 2 their sum; the decoder directions are 2 e0, e1 and e2. */
    @BeforeAll
    static void open() throws Exception {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        torch.setThreads(1);
        model = LanguageModel.openWithoutTokenizer(Path.of("src/test/resources/model/lora/model"), torch);
        int width = model.config().width();
        float[] encoder = new float[width * 3];
        encoder[0] = 1;
        encoder[3 + 1] = 1;
        encoder[2] = 1;
        encoder[3 + 2] = 1;
        float[] decoder = new float[3 * width];
        decoder[0] = 2;
        decoder[width + 1] = 1;
        decoder[2 * width + 2] = 1;
        SaeWeights weights = new SaeWeights(width, 3, encoder, new float[3], decoder, new float[width], new float[3]);
        sae = SparseAutoencoder.of(torch, HOOK, new Gate.JumpRelu(), EncoderInput.RAW, weights);
    }

    @AfterAll
    static void close() {
        sae.close();
        model.close();
        torch.close();
    }

    private static UnlearnInputs inputs(int... features) {
        List<SelectedFeature> chosen = java.util.Arrays.stream(features)
                .mapToObj(feature -> new SelectedFeature(HOOK.toString(), feature, 1, "test"))
                .toList();
        return new UnlearnInputs(model, List.of(sae), new FeatureSelection(chosen), ToyUnlearning.texts());
    }

    /** The first three coordinates of a token's residual (x0, x1, 10) after the method. */
    private static float[] edited(ClampConfig config, float x0, float x1) throws LacunaException {
        try (Objective objective = config.objective(inputs(0, 2));
                Scope scope = Scope.open()) {
            float[] values = new float[model.config().width()];
            values[0] = x0;
            values[1] = x1;
            values[2] = 10;
            NDArray x = torch.manager().create(values, new Shape(1, 1, values.length));
            NDArray ids = torch.manager().create(new long[] {7}).reshape(1, 1);
            ModelVariant variant = objective.trained().variant();
            float[] after = variant.edits().get(HOOK).apply(x, ids).toFloatArray();
            return new float[] {after[0], after[1], after[2]};
        }
    }

    @Test
    void zeroTakesAwayWhatTheSaeSees() throws Exception {
        // a = (1.5, 4, 5.5); features 0 and 2 are chosen: x - 1.5 (2 e0) - 5.5 e2
        assertThat(edited(new ClampConfig(0, 0, 0, 0), 1.5f, 4))
                .containsExactly(new float[] {-1.5f, 4, 4.5f}, within(1e-5f));
    }

    @Test
    void aNegativeValuePushesAgainstIt() throws Exception {
        // (-3 - 1.5) 2 = -9 and -3 - 5.5 = -8.5
        assertThat(edited(new ClampConfig(-3, 0, 0, 0), 1.5f, 4))
                .containsExactly(new float[] {-7.5f, 4, 1.5f}, within(1e-5f));
    }

    @Test
    void aTriggerSparesWhatIsWeak() throws Exception {
        // only 5.5 lies above 2
        assertThat(edited(new ClampConfig(-3, 2, 0, 0), 1.5f, 4))
                .containsExactly(new float[] {1.5f, 4, 1.5f}, within(1e-5f));
    }

    @Test
    void whatIsOffStaysAsItIs() throws Exception {
        // a = (0, 1, 0): the sum is negative, feature 1 is not chosen
        assertThat(edited(new ClampConfig(-3, 0, 0, 0), -2, 1)).containsExactly(new float[] {-2, 1, 10}, within(1e-5f));
    }

    @Test
    void aRunTrainsNothingAndLeavesItsClamps() throws Exception {
        ClampConfig config = new ClampConfig(-3, .5, 0, 0);
        int before = torch.liveArrays();
        UnlearnRun run = UnlearnRun.fresh(folder);
        UnlearnResult result = new UnlearnTrainer(inputs(0, 2)).run(config, run, TrainingListener.NONE, Progress.NONE);

        assertThat(result.steps()).isZero();
        assertThat(result.ends()).isEmpty();
        assertThat(Clamping.read(run.adapter()).layers())
                .containsExactly(new Clamping.Layer("resid_post.1", List.of(0, 2), config.clamp()));
        RunRecord record = RunRecord.read(run.record());
        assertThat(record.status()).isEqualTo(RunRecord.Status.FINISHED);
        assertThat(record.config()).isEqualTo(config);
        assertThat(record.trainableParameters()).isZero();
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void namesFollowTheNumbers() {
        assertThat(new ClampConfig(0, 0, 0, 0).title()).isEqualTo("Zero clamp");
        assertThat(new ClampConfig(-25, 0, 0, 0).title()).isEqualTo("Negative clamp");
        assertThat(new ClampConfig(-25, 1, 0, 0).title()).isEqualTo("Conditional clamp");
        assertThat(new ClampConfig(-25, 0, 0, 0).variant()).isEqualTo("clamp-25");
        assertThatThrownBy(() -> new ClampConfig(0, -1, 0, 0)).hasMessageContaining("clamp to 0.0 above -1.0");
        assertThatThrownBy(() -> new ClampConfig(0, 0, 2, 0)).hasMessageContaining("benignRate is 2.0");
    }

    @Test
    void withoutFeaturesThereIsNothingToClamp() {
        assertThatThrownBy(() -> new ClampConfig(0, 0, 0, 0).objective(inputs()))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("Zero clamp needs features");
    }
}
