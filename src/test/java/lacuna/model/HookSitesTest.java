package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lacuna.model.HookPoint.Kind;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places inside a block, held against forward hooks in transformers and against each other. */
class HookSitesTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");
    private static final int BLOCK = 1;

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void everySiteIsWhatTransformersComputesThere(String family) throws Exception {
        Path folder = RESOURCES.resolve(family);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(folder, torch);
                Safetensors file = Safetensors.open(folder.resolve("sites.safetensors"));
                Scope scope = Scope.open()) {
            NDArray ids = ids(torch, file);
            List<HookPoint> hooks = hooks(model.config());
            Forward forward = model.forward(ids, Pass.residuals(hooks), null);
            for (HookPoint hook : hooks) {
                NDArray got = forward.residual(hook);
                assertThat(got.getShape())
                        .isEqualTo(new Shape(1, 12, model.config().widthAt(hook)));
                if (hook.kind() == Kind.RESID_PRE) {
                    continue;
                }
                float[] expected = file.floats(hook.toString());
                assertThat(largestDifference(got.toFloatArray(), expected))
                        .as(hook.toString())
                        .isLessThan(1e-4 * largest(expected));
            }
            assertSums(forward, model.config());
        }
    }

    /** What the branches add is what the residual stream gains. */
    private static void assertSums(Forward forward, ModelConfig config) {
        NDArray before = forward.residual(HookPoint.residPre(BLOCK));
        NDArray after = forward.residual(HookPoint.residPost(BLOCK));
        NDArray attention = forward.residual(new HookPoint(Kind.ATTN_OUT, BLOCK));
        NDArray mlp = forward.residual(new HookPoint(Kind.MLP_OUT, BLOCK));
        double size = largest(after.toFloatArray());
        assertThat(largestDifference(before.add(attention).add(mlp).toFloatArray(), after.toFloatArray()))
                .isLessThan(1e-5 * size);
        if (!config.parallel()) {
            NDArray mid = forward.residual(new HookPoint(Kind.RESID_MID, BLOCK));
            assertThat(largestDifference(mid.add(mlp).toFloatArray(), after.toFloatArray()))
                    .isLessThan(1e-5 * size);
        }
    }

    @Test
    void aParallelBlockHasNoMiddle() throws Exception {
        ModelConfig config = ModelConfig.read(RESOURCES.resolve("gpt_neox"));
        assertThatThrownBy(() -> config.require(new HookPoint(Kind.RESID_MID, 0)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("side by side");
        assertThatThrownBy(() -> config.require(HookPoint.residPost(4)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("0 to 3");
    }

    @Test
    void headOutputsHaveTheirOwnWidth() throws Exception {
        ModelConfig config = ModelConfig.read(RESOURCES.resolve("gemma2"));
        assertThat(config.widthAt(new HookPoint(Kind.ATTN_Z, 0))).isEqualTo(4 * 24);
        assertThat(config.widthAt(new HookPoint(Kind.MLP_OUT, 0))).isEqualTo(64);
    }

    private static List<HookPoint> hooks(ModelConfig config) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.RESID_MID || !config.parallel())
                .map(kind -> new HookPoint(kind, BLOCK))
                .collect(Collectors.toList());
    }

    static NDArray ids(Torch torch, Safetensors file) throws LacunaException {
        return torch.manager()
                .create(
                        file.longs("input_ids"),
                        new Shape(file.entry("input_ids").shape()));
    }

    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    private static double largest(float[] values) {
        return largestDifference(values, new float[values.length]);
    }
}
