package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.LoraConfig;
import lacuna.model.Pass;
import lacuna.model.Start;
import lacuna.model.TracedPass;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients by kernels of the family's own against recorded ones, with dropout, on texts of one and of several parts of queries, and on few and many rows. */
class WrittenOutPassTest {

    private static final Path GEMMA = Path.of("src/test/resources/unlearning/crisp-jumprelu/model");
    private static final HookPoint START = HookPoint.residPre(1);

    private int threads;

    @BeforeEach
    void rememberThreads() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            threads = torch.threads();
        }
    }

    /** The engine keeps them for whoever comes next in this process. */
    @AfterEach
    void giveThreadsBack() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(threads);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 1", "2, 7, 2", "2, 150, 1", "19, 152, 1", "19, 152, 2", "6, 40, 3"})
    void gradientsAreThoseOfRecordedOperations(int texts, int tokens, int threads) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU, Torch.DtypeChoice.F32)) {
            torch.setThreads(threads);
            try (LanguageModel model = LanguageModel.openWithoutTokenizer(GEMMA, torch);
                    LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.ofBlocks(3, 6, .2, 1, 2), 1);
                    Scope scope = Scope.open()) {
                for (NDArray factor : adapter.parameters()) { // so that no gradient is zero
                    NDArray values = torch.manager().randomUniform(-.1f, .1f, factor.getShape());
                    factor.set(FloatBuffer.wrap(values.toFloatArray()));
                }
                Gradients gradients = gradients(model, adapter, texts, tokens);
                for (int i = 0; i < gradients.own().size(); i++) {
                    assertThat(distance(
                                    gradients.own().get(i), gradients.recorded().get(i)))
                            .as(adapter.names().get(i))
                            .isLessThan(1e-4);
                }
            }
        }
    }

    /** Of a fresh adapter every B is zero, so that many factors are alike, and only B has a gradient. */
    @Test
    void factorsThatAreAlikeHaveEachTheirOwnGradient() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU, Torch.DtypeChoice.F32);
                LanguageModel model = LanguageModel.openWithoutTokenizer(GEMMA, torch);
                LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.ofBlocks(3, 6, 0, 1, 2), 1);
                Scope scope = Scope.open()) {
            Gradients gradients = gradients(model, adapter, 2, 7);
            for (int i = 0; i < gradients.own().size(); i++) {
                float[] own = gradients.own().get(i);
                if (adapter.names().get(i).endsWith(".lora_B.weight")) {
                    assertThat(distance(own, gradients.recorded().get(i)))
                            .as(adapter.names().get(i))
                            .isLessThan(1e-4);
                } else {
                    assertThat(own).as(adapter.names().get(i)).containsOnly(0f);
                }
            }
        }
    }

    /** Of a loss that reads the residual stream in front of blocks 2 and 4, by factor. */
    private record Gradients(List<float[]> recorded, List<float[]> own) {}

    private static Gradients gradients(LanguageModel model, LoraAdapter adapter, int texts, int tokens) {
        Torch torch = model.torch();
        int last = 4;
        NDArray ids = torch.manager().randomInteger(3, 40, new Shape(texts, tokens), DataType.INT64);
        Pass pass = Pass.residuals(List.of(HookPoint.residPre(2), HookPoint.residPre(last)))
                .with(adapter)
                .training();
        Start start = new Start(
                1, model.forward(ids, Pass.residuals(List.of(START)), null).residual(START));
        NDArray direction = torch.manager()
                .randomUniform(-1, 1, new Shape(texts, tokens, model.config().width()));

        torch.seed(3);
        try (Tape tape = Tape.open()) {
            var forward = model.forwardFrom(start, ids, pass);
            NDArray inner =
                    forward.residual(HookPoint.residPre(2)).mul(direction).sum();
            tape.backward(forward.residual(HookPoint.residPre(last))
                    .mul(direction)
                    .sum()
                    .add(inner));
        }
        List<float[]> recorded = taken(adapter);

        torch.seed(3);
        TracedPass traced = model.trace(start, ids, pass).orElseThrow();
        try (Tape tape = Tape.open()) {
            tape.backward(traced.backward(boundary -> boundary == last || boundary == 2 ? direction : null)
                    .orElseThrow());
        }
        return new Gradients(recorded, taken(adapter));
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 1", "2, 7, 2", "2, 150, 1", "19, 152, 2", "6, 40, 3"})
    void frozenBlocksSayWhatRecordedOperationsSay(int texts, int tokens, int threads) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU, Torch.DtypeChoice.F32)) {
            torch.setThreads(threads);
            try (LanguageModel model = LanguageModel.openWithoutTokenizer(GEMMA, torch);
                    Scope scope = Scope.open()) {
                NDArray ids = torch.manager().randomInteger(3, 40, new Shape(texts, tokens), DataType.INT64);
                Pass pass = Pass.residuals(List.of(HookPoint.residPre(4)));
                float[] frozen = model.forward(ids, pass, null)
                        .residual(HookPoint.residPre(4))
                        .toFloatArray();
                try (Tape tape = Tape.open()) {
                    NDArray recorded = model.forward(ids, pass, null).residual(HookPoint.residPre(4));
                    assertThat(distance(frozen, recorded.toFloatArray())).isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void otherFamiliesAndInnerSitesAreRecorded() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU, Torch.DtypeChoice.F32);
                LanguageModel gemma = LanguageModel.openWithoutTokenizer(GEMMA, torch);
                LoraAdapter adapter = LoraAdapter.create(gemma, LoraConfig.ofBlocks(3, 6, 0, 1, 2), 1);
                Scope scope = Scope.open()) {
            NDArray ids = torch.manager().randomInteger(3, 40, new Shape(1, 4), DataType.INT64);
            Start start = new Start(
                    1, torch.manager().zeros(new Shape(1, 4, gemma.config().width())));
            HookPoint inner = new HookPoint(HookPoint.Kind.MLP_OUT, 1);
            assertThat(gemma.trace(start, ids, Pass.residuals(List.of(inner)).with(adapter)))
                    .isEmpty();
            assertThat(gemma.trace(start, ids, Pass.forLogits().with(adapter))).isEmpty();
            assertThat(gemma.trace(start, ids, Pass.forFinalState())).isEmpty();
        }
    }

    /** Gradients of the factors, which are zero afterwards. */
    private static List<float[]> taken(LoraAdapter adapter) {
        return adapter.parameters().stream()
                .map(factor -> {
                    NDArray gradient = factor.getGradient();
                    float[] values = gradient.toFloatArray();
                    gradient.subi(gradient);
                    return values;
                })
                .toList();
    }

    /** Largest difference, as a part of the largest entry. */
    private static double distance(float[] a, float[] b) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        assertThat(largest).as("entries " + Arrays.toString(b)).isPositive();
        return difference / largest;
    }
}
