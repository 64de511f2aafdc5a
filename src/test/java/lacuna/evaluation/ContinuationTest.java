package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lacuna.text.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContinuationTest {

    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() throws Exception {
        tokenizer = Tokenizer.open(Toys.MODELS.resolve("stories260K"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static String scored(String prompt, String continuation) {
        Continuation row = Continuation.of(tokenizer, prompt, continuation);
        assertThat(row.ids()[0]).isEqualTo(tokenizer.bosId());
        StringBuilder text = new StringBuilder();
        Arrays.stream(row.ids(), row.start(), row.ids().length).forEach(id -> text.append(tokenizer.piece(id)));
        return text.toString();
    }

    @Test
    void scoresExactlyTheContinuation() {
        assertThat(scored("Answer:", " the big dog")).isEqualTo(" the big dog");
    }

    @Test
    void aTokenAcrossTheBoundaryCounts() {
        // "th" + "e" is one token when written together
        assertThat(scored("I saw th", "e dog")).isEqualTo(" the dog");
    }

    @Test
    void charactersOutsideTheBasicPlaneShiftNothing() {
        assertThat(scored("A \uD83D\uDE42 smile:", " the dog")).isEqualTo(" the dog");
    }

    @Test
    void withoutABeginningTheFirstTokenIsContextNotScored() {
        Continuation row = Continuation.of(tokenizer, "", "the dog");
        assertThat(row.start()).isEqualTo(1);
        assertThat(row.tokens()).isEqualTo(row.ids().length - 1);
    }
}
