package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageTest {

    /** Tokens are numbered as they stand; the peak is the last unless said otherwise. */
    private static int start(int firstPosition, int from, int activeAt, String... pieces) {
        int[] ids = new int[pieces.length];
        Arrays.setAll(ids, i -> i);
        float[] activations = new float[pieces.length];
        activations[activeAt] = 2;
        Passage passage = new Passage(0, ids, firstPosition, activations, 2, pieces.length - 1);
        return passage.wordStart(from, List.of(pieces)::get);
    }

    @Test
    void aWordThatIsKeptIsShownFromItsBeginning() {
        assertThat(start(30, 3, 5, "x", " un", "for", "tun", "ate", " day")).isEqualTo(1);
        assertThat(start(30, 1, 3, "x", " a", " fine", " day")).isEqualTo(1);
        assertThat(start(30, 2, 3, "x", "\n", "A", " day")).isEqualTo(2);
    }

    @Test
    void whereItsBeginningIsCutOffTheNextWordIsTheFirst() {
        assertThat(start(30, 0, 3, "tun", "ate", " day", " out")).isEqualTo(2);
        assertThat(start(30, 0, 1, "tun", "ate", " day", " out")).as("on at 1").isZero();
    }

    @Test
    void theBeginningOfTheTextIsNotCut() {
        assertThat(start(1, 0, 2, "Un", "fortunate", " day")).isZero();
        assertThat(start(0, 1, 2, "Un", "fortunate", " day")).isZero();
    }

    @Test
    void textWithoutSpacesStaysAsItIs() {
        String[] signs = new String[20];
        Arrays.fill(signs, "\u65E5");
        assertThat(start(30, 0, 19, signs)).isZero();
        assertThat(start(30, 9, 19, signs)).isEqualTo(9);
    }
}
