package lacuna.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.project.ToyProject;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFiles;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterventionTest {

    private static final HookPoint FIRST = HookPoint.residPost(1);
    private static final HookPoint SECOND = HookPoint.residPost(2);
    private static final int[] CHOSEN = {3, 17, 40};

    @TempDir
    static Path folder;

    private static Torch torch;
    private static LanguageModel model;
    private static List<SparseAutoencoder> saes;

    @BeforeAll
    static void open() throws Exception {
        Path toy = ToyProject.write(folder);
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(toy.resolve("model"), torch);
        saes = List.of(
                SaeFiles.read(toy.resolve("saes/resid_post.1"), FIRST, torch),
                SaeFiles.read(toy.resolve("saes/resid_post.2"), SECOND, torch));
    }

    @AfterAll
    static void close() {
        saes.forEach(SparseAutoencoder::close);
        model.close();
        torch.close();
    }

    /** An edit is one of the residual stream between blocks: an SAE of another place would read what it was not trained on. */
    @Test
    void placesInsideABlockAreRefused() throws Exception {
        HookPoint inside = new HookPoint(HookPoint.Kind.MLP_OUT, 1);
        try (SparseAutoencoder sae = SaeFiles.read(folder.resolve("saes/resid_post.1"), inside, torch)) {
            assertThatThrownBy(() -> Intervention.clamp(model, List.of(sae), Map.of(inside, CHOSEN), Clamp.ZERO))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("mlp_out.1")
                    .hasMessageContaining("resid_post");
        }
    }

    private static TokenBatch batch() {
        int[] ids = Tokens.withBos(model.tokenizer(), "The red dragon slept in the cave.");
        return new TokenBatch(new int[] {0}, new int[][] {ids}, new int[] {ids.length});
    }

    private static float[] residual(HookPoint hook, ModelVariant variant) {
        try (Scope scope = Scope.open()) {
            return model.forward(batch(), Pass.residuals(List.of(hook)).with(variant))
                    .residual(hook)
                    .toFloatArray();
        }
    }

    private static float[] logits(ModelVariant variant) {
        try (Scope scope = Scope.open()) {
            return model.forward(batch(), Pass.forLogits().with(variant))
                    .logits()
                    .toFloatArray();
        }
    }

    /** x + sum of (value - a) d over the chosen features above the trigger, the first position left alone. */
    private static float[] byHand(float[] x, Clamp clamp) {
        SparseAutoencoder sae = saes.get(0);
        float[] activations;
        try (Scope scope = Scope.open()) {
            NDArray rows = torch.manager().create(x).reshape(-1, ToyProject.WIDTH);
            activations = sae.encode(rows).toFloatArray();
        }
        float[] decoder = sae.decoderWeight().toFloatArray();
        float[] expected = x.clone();
        for (int row = 1; row < x.length / ToyProject.WIDTH; row++) {
            for (int feature : CHOSEN) {
                float a = activations[row * sae.features() + feature];
                for (int i = 0; a > clamp.trigger() && i < ToyProject.WIDTH; i++) {
                    expected[row * ToyProject.WIDTH + i] +=
                            (float) ((clamp.value() - a) * decoder[feature * ToyProject.WIDTH + i]);
                }
            }
        }
        return expected;
    }

    @Test
    void addsTheChangeOfTheReconstructionAndKeepsItsError() throws Exception {
        float[] x = residual(FIRST, ModelVariant.UNCHANGED);
        for (Clamp clamp : List.of(Clamp.ZERO, Clamp.negative(3), new Clamp(-2, 0.2))) {
            try (Intervention clamped = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), clamp)) {
                float[] expected = byHand(x, clamp);
                assertThat(residual(FIRST, clamped.variant())).containsExactly(expected, within(1e-4f));
                assertThat(expected).isNotEqualTo(x);
            }
        }
    }

    @Test
    void leavesTheBeginningOfTextAlone() throws Exception {
        try (Intervention clamped = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), Clamp.negative(50))) {
            float[] before = residual(FIRST, ModelVariant.UNCHANGED);
            float[] after = residual(FIRST, clamped.variant());
            for (int i = 0; i < ToyProject.WIDTH; i++) {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
    }

    @Test
    void aTriggerNothingReachesOrNoFeatureChangesNothing() throws Exception {
        try (Intervention out = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), new Clamp(-9, 1e6));
                Intervention none = Intervention.clamp(model, saes, Map.of(FIRST, new int[0]), Clamp.ZERO)) {
            assertThat(logits(out.variant())).isEqualTo(logits(ModelVariant.UNCHANGED));
            assertThat(none.variant().edits()).isEmpty();
        }
    }

    @Test
    void laterSaesReadWhatEarlierOnesLeft() throws Exception {
        Map<HookPoint, int[]> both = Map.of(FIRST, CHOSEN, SECOND, CHOSEN);
        try (Intervention clamped = Intervention.clamp(model, saes, both, Clamp.ZERO);
                Scope scope = Scope.open()) {
            NDArray x = model.forward(batch(), Pass.residuals(List.of(SECOND)).with(clamped.variant()))
                    .residual(SECOND);
            float[] activations = saes.get(1).encode(x, CHOSEN).toFloatArray();
            float[] before;
            try (Intervention first = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), Clamp.ZERO)) {
                before = residual(SECOND, first.variant());
            }
            assertThat(x.toFloatArray()).isNotEqualTo(before);
            assertThat(activations).hasSize(batch().width() * CHOSEN.length);
        }
    }

    /** With cached keys and values each token passes the edit once; read as a whole, all at once. Both must choose the same tokens. */
    @Test
    void continuesAsIfTheWholeTextWereReadAtOnce() throws Exception {
        try (Intervention clamped = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), Clamp.negative(2))) {
            int[] prompt = batch().ids()[0];
            int[] cached = new Generator(model)
                    .generate(prompt, GenerationConfig.greedy(6), clamped.variant(), Progress.NONE, id -> {});
            List<Integer> whole = new ArrayList<>();
            int[] text = prompt;
            for (int i = 0; i < cached.length; i++) {
                int best = next(text, clamped.variant());
                whole.add(best);
                text = java.util.Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = best;
            }
            assertThat(cached)
                    .hasSize(6)
                    .containsExactly(whole.stream().mapToInt(i -> i).toArray());
        }
    }

    private static int next(int[] ids, ModelVariant variant) {
        try (Scope scope = Scope.open()) {
            TokenBatch text = new TokenBatch(new int[] {0}, new int[][] {ids}, new int[] {ids.length});
            return (int) model.forward(text, Pass.forLogits().with(variant))
                    .logits()
                    .get("0,-1")
                    .argMax()
                    .getLong();
        }
    }

    @Test
    void saysWhichFeatureIsNotThere() {
        assertThatThrownBy(() -> Intervention.clamp(model, saes, Map.of(FIRST, new int[] {48}), Clamp.ZERO))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("Feature 48 of resid_post.1")
                .hasMessageContaining("has 48");
        assertThatThrownBy(() ->
                        Intervention.clamp(model, saes, Map.of(HookPoint.residPost(0), new int[] {1}), Clamp.ZERO))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("no SAE");
    }

    @Test
    void leavesNoArrayBehind() throws Exception {
        int before = torch.liveArrays();
        try (Intervention clamped = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), Clamp.ZERO)) {
            logits(clamped.variant());
        }
        int once = torch.liveArrays();
        try (Intervention clamped = Intervention.clamp(model, saes, Map.of(FIRST, CHOSEN), Clamp.ZERO)) {
            logits(clamped.variant());
        }
        // kernels keep a mark for each method from its first call on
        assertThat(torch.liveArrays()).isEqualTo(once).isLessThanOrEqualTo(before + 3);
    }
}
