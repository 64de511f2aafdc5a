package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bit patterns as Python's torch gives them for {@code tensor(v).bfloat16()} and {@code tensor(v).half()}. */
class DtypeTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80, 3c00",
        "-2.5, c020, c100",
        "3.14159265, 4049, 4248",
        "1e-40, 1, 0",
        "65504, 4780, 7bff",
        "1e-5, 3728, a8",
        "6e-8, 3381, 1",
        "0.1, 3dcd, 2e66",
        "1.00390625, 3f80, 3c04",
        "1.01171875, 3f82, 3c0c"
    })
    void roundsAsPyTorchDoes(float value, String bfloat16, String float16) {
        assertThat(Integer.toHexString(Dtype.toBfloat16(value) & 0xFFFF)).isEqualTo(bfloat16);
        assertThat(Integer.toHexString(Dtype.toFloat16(value) & 0xFFFF)).isEqualTo(float16);
    }

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float half = Dtype.fromFloat16((short) bits);
            float brain = Dtype.fromBfloat16((short) bits);
            if (!Float.isNaN(half)) {
                assertThat(Dtype.toFloat16(half)).isEqualTo((short) bits);
            }
            if (!Float.isNaN(brain)) {
                assertThat(Dtype.toBfloat16(brain)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void keepsWhatIsNotANumberAndOverflowsToInfinity() {
        assertThat(Dtype.fromFloat16(Dtype.toFloat16(Float.NaN))).isNaN();
        assertThat(Dtype.fromBfloat16(Dtype.toBfloat16(Float.NaN))).isNaN();
        assertThat(Dtype.fromFloat16(Dtype.toFloat16(65520f))).isInfinite();
        assertThat(Dtype.fromFloat16(Dtype.toFloat16(-1e9f))).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
