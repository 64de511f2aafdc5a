package lacuna.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDiffTest {

    private static String marked(List<WordDiff.Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece.changed() ? "[" + piece.text() + "]" : piece.text())
                .collect(Collectors.joining());
    }

    @Test
    void marksTheWordsThatOnlyOneSideHas() {
        WordDiff diff = WordDiff.of("put it on the wall for an hour", "put it in the sun for an hour");
        assertThat(marked(diff.before())).isEqualTo("put it [on ]the [wall ]for an hour");
        assertThat(marked(diff.after())).isEqualTo("put it [in ]the [sun ]for an hour");
        assertThat(diff.common()).isEqualTo(6);
        assertThat(diff.words()).isEqualTo(8);
    }

    @Test
    void piecesMakeUpTheWholeText() {
        WordDiff diff = WordDiff.of(" a  b\nc", "c d");
        assertThat(diff.before().stream().map(WordDiff.Piece::text).collect(Collectors.joining()))
                .isEqualTo(" a  b\nc");
        assertThat(diff.after().stream().map(WordDiff.Piece::text).collect(Collectors.joining()))
                .isEqualTo("c d");
    }

    @Test
    void whiteSpaceIsNoDifference() {
        assertThat(WordDiff.of("one two", "one  two\n").isIdentical()).isTrue();
        assertThat(WordDiff.of("one two", "one three").isIdentical()).isFalse();
    }

    @Test
    void anEmptySideHasNothingInCommon() {
        WordDiff diff = WordDiff.of("", "word");
        assertThat(diff.before()).isEmpty();
        assertThat(marked(diff.after())).isEqualTo("[word]");
    }
}
