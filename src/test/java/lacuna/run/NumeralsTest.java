package lacuna.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {

    @ParameterizedTest
    @CsvSource({
        "5.0E-4, 5e-4",
        "1.25E-5, 1.25e-5",
        "-2.0E-4, -2e-4",
        "0.001, 0.001",
        "0.10, 0.1",
        "2.0, 2",
        "-16, -16",
        "100, 100",
        "0, 0",
        "999999.5, 999999.5",
        "2500000, 2.5e6",
        "NaN, NaN"
    })
    void areWrittenAsPeopleDo(double value, String written) {
        assertThat(Numerals.of(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"0.009999999776, 0.01", "0.00099999996, 0.001", "1.23456789e-5, 1.23457e-5", "123.4564, 123.456"})
    void canBeCutToSomeDigits(double value, String written) {
        assertThat(Numerals.of(value, 6)).isEqualTo(written);
    }
}
