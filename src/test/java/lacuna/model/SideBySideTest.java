package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that go through the blocks on threads of their own give what they give together. */
class SideBySideTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void rowsGiveTheSameApart(String family) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.threads();
            try (LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve(family), torch);
                    LoraAdapter adapter =
                            LoraAdapter.read(RESOURCES.resolve(family).resolve("adapter"), model);
                    Scope scope = Scope.open()) {
                NDArray ids = torch.manager().randomInteger(3, 40, new Shape(5, 9), DataType.INT64);
                List<HookPoint> taps = List.of(
                        HookPoint.residPre(0), new HookPoint(HookPoint.Kind.MLP_OUT, 0), HookPoint.residPost(1));
                Pass pass = new Pass(Set.copyOf(taps), true, false, adapter, false);

                torch.setThreads(1);
                List<float[]> together = states(model.forward(ids, pass, null), taps);
                torch.setThreads(5);
                assertThat(torch.lanes(5).count()).isEqualTo(5);
                List<float[]> apart = states(model.forward(ids, pass, null), taps);

                for (int i = 0; i < together.size(); i++) {
                    float[] expected = together.get(i);
                    assertThat(apart.get(i)).hasSameSizeAs(expected);
                    for (int j = 0; j < expected.length; j++) {
                        assertThat(apart.get(i)[j]).isCloseTo(expected[j], within(1e-5f));
                    }
                }
            } finally {
                torch.setThreads(before);
            }
        }
    }

    private static List<float[]> states(Forward forward, List<HookPoint> taps) {
        List<float[]> states = new ArrayList<>();
        taps.forEach(tap -> states.add(forward.residual(tap).toFloatArray()));
        states.add(forward.finalState().toFloatArray());
        return states;
    }
}
