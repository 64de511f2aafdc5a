package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.features.MeanSquares;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.model.ResidualEdit;
import lacuna.project.ToyProject;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFiles;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.selection.StrongFeatures;
import lacuna.steering.Clamp;
import lacuna.steering.Clamping;
import lacuna.steering.Guard;
import lacuna.steering.Intervention;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DSG, held against numbers worked out by hand. */
class GuardMethodTest {

    private static final HookPoint HOOK = HookPoint.residPost(1);

    @TempDir
    static Path folder;

    private static Torch torch;
    private static LanguageModel model;
    private static SparseAutoencoder plain;
    private static SparseAutoencoder random;

    @BeforeAll
    static void open() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        torch = Torch.start(Torch.DeviceChoice.CPU);
        torch.setThreads(1);
        model = LanguageModel.open(toy.resolve("model"), torch);
        random = SaeFiles.read(toy.resolve("saes/resid_post.1"), HOOK, torch);
        int width = ToyProject.WIDTH;
        float[] encoder = new float[width * 2]; // feature i reads coordinate i and writes there
        encoder[0] = 1;
        encoder[2 + 1] = 1;
        float[] decoder = new float[2 * width];
        decoder[0] = 1;
        decoder[width + 1] = 1;
        plain = SparseAutoencoder.of(
                torch,
                HOOK,
                new Gate.JumpRelu(),
                EncoderInput.RAW,
                new SaeWeights(width, 2, encoder, new float[2], decoder, new float[width], new float[2]));
    }

    @AfterAll
    static void close() {
        plain.close();
        random.close();
        model.close();
        torch.close();
    }

    private static Intervention guard(double threshold) throws Exception {
        Clamping.Layer layer = new Clamping.Layer(HOOK.toString(), List.of(0, 1), new Clamp(-5, 0), threshold);
        return Intervention.of(model, List.of(plain), new Clamping(List.of(layer)));
    }

    /** Coordinates 0 and 1 of every token after the guard; one row. */
    private static float[] edited(ResidualEdit edit, long[] ids, float... coordinates) {
        try (Scope scope = Scope.open()) {
            float[] values = new float[ids.length * ToyProject.WIDTH];
            for (int i = 0; i < ids.length; i++) {
                values[i * ToyProject.WIDTH] = coordinates[2 * i];
                values[i * ToyProject.WIDTH + 1] = coordinates[2 * i + 1];
            }
            NDArray x = torch.manager().create(values, new Shape(1, ids.length, ToyProject.WIDTH));
            float[] after = edit.apply(x, torch.manager().create(ids).reshape(1, ids.length))
                    .toFloatArray();
            float[] result = new float[2 * ids.length];
            for (int i = 0; i < ids.length; i++) {
                result[2 * i] = after[i * ToyProject.WIDTH];
                result[2 * i + 1] = after[i * ToyProject.WIDTH + 1];
            }
            return result;
        }
    }

    private static long bos() {
        return model.tokenizer().bosId();
    }

    @Test
    void actsWhereOneFeatureIsOnAndSetsThemAll() throws Exception {
        // two of four tokens fire, the beginning does not count; at the first only feature 0 is on, and both become -5
        long[] ids = {bos(), 40, 41, 42, 43};
        float[] x = {9, 9, 2, 0, -1, -1, -1, 3, -2, -2};
        try (Intervention strict = guard(.5);
                Intervention lax = guard(.49)) {
            assertThat(edited(strict.variant().edits().get(HOOK), ids, x)).containsExactly(x); // .5 is not above .5
            assertThat(edited(lax.variant().edits().get(HOOK), ids, x))
                    .containsExactly(new float[] {9, 9, -5, -5, -1, -1, -6, -5, -2, -2}, within(1e-5f));
        }
    }

    @Test
    void aTextThatGrowsIsJudgedByWhatThereIsOfIt() throws Exception {
        try (Intervention guard = guard(.4)) {
            ResidualEdit edit = guard.variant().edits().get(HOOK);
            edited(edit, new long[] {bos(), 40, 41}, 9, 9, -1, 0, -1, 0); // none of two
            assertThat(edited(edit, new long[] {42}, 2, 2)).containsExactly(2, 2); // one of three
            assertThat(edited(edit, new long[] {43}, 2, 2)).containsExactly(-5, -5); // two of four
            edited(edit, new long[] {bos(), 40, 41}, 9, 9, -1, 0, -1, 0); // another text: from the start
            assertThat(edited(edit, new long[] {42}, 2, 2)).containsExactly(2, 2);
        }
    }

    @Test
    void calibratesOnBenignTextsAndKeepsTheThreshold() throws Exception {
        List<TokenizedDocument> benign = new ArrayList<>();
        for (String text : List.of("The boat sailed home.", "Tom ran.", "A little girl saw the sea and the sun.")) {
            benign.add(new TokenizedDocument(benign.size(), Tokens.withBos(model.tokenizer(), text)));
        }
        int[] features = {3, 17};
        double[] expected = new double[benign.size()];
        for (int i = 0; i < expected.length; i++) {
            float[] activations = activations(benign.get(i), features);
            int on = 0;
            for (int token = 1; token < benign.get(i).length(); token++) {
                on += activations[2 * token] > 0 || activations[2 * token + 1] > 0 ? 1 : 0;
            }
            expected[i] = (double) on / (benign.get(i).length() - 1);
        }
        assertThat(Guard.shares(model, random, features, benign)).containsExactly(expected);
        assertThat(expected).doesNotHaveDuplicates();

        GuardConfig config = new GuardConfig(-20, .95, .5, 64, 0);
        FeatureSelection selection = new FeatureSelection(List.of(
                new SelectedFeature(HOOK.toString(), 3, 1, "test"),
                new SelectedFeature(HOOK.toString(), 17, 1, "test")));
        UnlearnInputs inputs =
                new UnlearnInputs(model, List.of(random), selection, new UnlearnTexts(benign, benign, List.of()));
        UnlearnRun run = UnlearnRun.fresh(folder.resolve("run"));
        int before = torch.liveArrays();
        new UnlearnTrainer(inputs).run(config, run, TrainingListener.NONE, Progress.NONE);
        assertThat(torch.liveArrays()).isEqualTo(before);
        assertThat(Clamping.read(run.adapter()).layers().get(0).guard())
                .isEqualTo(StrongFeatures.quantile(expected, .5));
        assertThat(RunRecord.read(run.record()).config()).isEqualTo(config);
    }

    private static float[] activations(TokenizedDocument text, int[] features) {
        try (Scope scope = Scope.open()) {
            NDArray ids = torch.manager()
                    .create(java.util.Arrays.stream(text.ids()).asLongStream().toArray())
                    .reshape(1, text.length());
            NDArray x = model.forward(ids, Pass.residuals(List.of(HOOK)), null).residual(HOOK);
            return random.encode(x, features).toFloatArray();
        }
    }

    @Test
    void meanSquaresAreOverAllTokensButTheBeginning() throws Exception {
        TokenizedDocument one = new TokenizedDocument(0, Tokens.withBos(model.tokenizer(), "The boat sailed home."));
        TokenizedDocument two = new TokenizedDocument(1, Tokens.withBos(model.tokenizer(), "Tom ran."));
        MeanSquares layer = MeanSquares.of(model, List.of(random), List.of(one, two), List.of(two), 2, Progress.NONE)
                .get(0);
        double sum = 0;
        int tokens = 0;
        for (TokenizedDocument text : List.of(one, two)) {
            float[] activations = activations(text, new int[] {3});
            for (int token = 1; token < text.length(); token++) {
                sum += activations[token] * activations[token];
                tokens++;
            }
        }
        assertThat(sum).isPositive();
        assertThat(layer.target()[3]).isCloseTo(sum / tokens, within(1e-6));
        assertThat(layer.benign()).hasSize(random.features()).isNotEqualTo(layer.target());
    }

    @Test
    void continuesTexts() throws Exception {
        try (Intervention guard = guard(0)) {
            int[] prompt = Tokens.withBos(model.tokenizer(), "The red dragon");
            int[] written = new Generator(model)
                    .generate(prompt, GenerationConfig.greedy(6), guard.variant(), Progress.NONE, id -> {});
            assertThat(written).hasSize(6);
        }
    }
}
