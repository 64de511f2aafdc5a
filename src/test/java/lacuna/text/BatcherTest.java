package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {

    private static final List<TokenizedDocument> DOCUMENTS = List.of(
            new TokenizedDocument(0, new int[] {1, 5}),
            new TokenizedDocument(2, new int[] {1, 6, 7, 8}),
            new TokenizedDocument(3, new int[] {1, 9, 9}));

    @Test
    void padsToTheLongestOfTheBatch() {
        List<TokenBatch> batches = Batcher.inOrder(DOCUMENTS, 2, 0);
        assertThat(batches).hasSize(2);
        TokenBatch first = batches.get(0);
        assertThat(first.ids()).isDeepEqualTo(new int[][] {{1, 5, 0, 0}, {1, 6, 7, 8}});
        assertThat(first.documents()).containsExactly(0, 2);
        assertThat(first.lengths()).containsExactly(2, 4);
        assertThat(first.rows()).isEqualTo(2);
        assertThat(first.width()).isEqualTo(4);
        assertThat(batches.get(1).width()).isEqualTo(3);
        assertThat(DOCUMENTS.get(0).ids()).as("the document itself").containsExactly(1, 5);
    }

    @Test
    void beginningOfTextAndPaddingNeverCount() {
        TokenBatch batch = Batcher.inOrder(DOCUMENTS, 2, 0).get(0);
        assertThat(IntStream.range(0, 4).filter(p -> batch.isValid(0, p))).containsExactly(1);
        assertThat(IntStream.range(0, 4).filter(p -> batch.isValid(1, p))).containsExactly(1, 2, 3);
        assertThat(batch.validTokens()).isEqualTo(4);
    }

    @Test
    void withoutBeginningOfTextTheFirstTokenCounts() {
        TokenBatch batch = Batcher.inOrder(List.of(new TokenizedDocument(0, new int[] {5, 6}, 0)), 1, 0)
                .get(0);
        assertThat(batch.isValid(0, 0)).isTrue();
        assertThat(batch.validTokens()).isEqualTo(2);
    }

    @Test
    void oneSeedGivesOneOrderOfAllDocuments() {
        List<Integer> items = IntStream.range(0, 50).boxed().toList();
        assertThat(Batcher.shuffle(items, 7))
                .isEqualTo(Batcher.shuffle(items, 7))
                .isNotEqualTo(Batcher.shuffle(items, 8))
                .isNotEqualTo(items)
                .containsExactlyInAnyOrderElementsOf(items);
        assertThat(Batcher.shuffled(DOCUMENTS, 2, 0, 3)).hasSize(2);
    }

    @Test
    void cutsOffAndPrependsTheBeginningOfText() throws Exception {
        Corpus corpus = new Corpus(
                "toy", List.of(new Document("a", "Once upon a time, there was"), new Document("b", "Hello world")), "");
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            List<TokenizedDocument> documents = Tokens.tokenize(corpus, tokenizer, 4);
            assertThat(documents).extracting(TokenizedDocument::index).containsExactly(0, 1);
            assertThat(documents.get(0).ids()).containsExactly(1, 403, 407, 261);
            assertThat(documents.get(1).ids()).containsExactly(1, 346, 306, 414);
            assertThatThrownBy(() -> Tokens.tokenize(corpus, tokenizer, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
