package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

class PrecisionTest {

    private static final Path MODEL = Path.of("src/test/resources/model/stories260K");

    /** bf16 keeps 8 bits: over five blocks about 1 % of the largest logit is lost; 5 % would be a wrong dtype somewhere. */
    @Test
    void bfloat16StaysNearF32AndIsNotF32() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            float[] exact = logits(torch, Precision.F32);
            float[] coarse = logits(torch, Precision.BF16);
            double difference = 0;
            double magnitude = 0;
            for (int i = 0; i < exact.length; i++) {
                difference = Math.max(difference, Math.abs(exact[i] - coarse[i]));
                magnitude = Math.max(magnitude, Math.abs(exact[i]));
            }
            assertThat(coarse).hasSameSizeAs(exact);
            assertThat(difference / magnitude).isGreaterThan(1e-5).isLessThan(0.05);
        }
    }

    private static float[] logits(Torch torch, Precision precision) throws Exception {
        try (LanguageModel model = LanguageModel.open(MODEL, torch, precision);
                Scope scope = Scope.open()) {
            NDArray ids = torch.manager().create(new long[] {1, 403, 407, 261, 378, 400}, new Shape(1, 6));
            return model.forward(ids, Pass.forLogits(), null).logits().toFloatArray();
        }
    }

    /** Folding and rounding are done in f32, whatever the model is kept in. */
    @Test
    void aModelInBfloat16IsAlteredInF32() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel coarse = LanguageModel.open(MODEL, torch, Precision.BF16);
                LanguageModel altered = AlteredModel.of(coarse, null, AlteredModel.WeightEdit.NONE);
                Scope scope = Scope.open()) {
            assertThat(altered.precision()).isEqualTo(Precision.F32);
            var before = coarse.weights().named(coarse.config());
            var after = altered.weights().named(altered.config());
            assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
            before.forEach((name, weight) -> assertThat(after.get(name).toFloatArray())
                    .as(name)
                    .containsExactly(coarse.wide(weight).toFloatArray()));
        }
    }
}
