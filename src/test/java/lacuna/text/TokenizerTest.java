package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final String AWKWARD = "Lily saw \uD83D\uDE42\uD83D\uDC69 日本語, e\u0301 and\n\n  caf\u00E9.";

    @TempDir
    Path folder;

    @Test
    void encodesAndDecodesAsTheReferenceDoes() throws Exception {
        JsonNode rows =
                Json.readTree(TestTokenizers.folder().resolve("golden.json")).path("rows");
        assertThat(rows).hasSizeGreaterThan(15);
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            for (JsonNode row : rows) {
                int[] expected = IntStream.range(0, row.path("ids").size())
                        .map(i -> row.path("ids").path(i).asInt())
                        .toArray();
                String text = row.path("text").textValue();
                int[] ids = tokenizer.encode(text).ids();
                assertThat(ids).as(text).containsExactly(expected);
                if (!text.contains("<s>")) {
                    assertThat(tokenizer.decode(ids)).as(text).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void offsetsAreJavaCharactersWhateverTheScript() throws Exception {
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            List<String> distinct = spans(tokenizer, AWKWARD);
            assertThat(String.join("", distinct)).isEqualTo(AWKWARD);
            assertThat(distinct).contains("\uD83D\uDE42", "\uD83D\uDC69", "日", "本", "語");
        }
    }

    @Test
    void spansAreContiguousForAByteLevelTokenizerToo() throws Exception {
        BpeTrainer.train(List.of(AWKWARD, AWKWARD), 300, BpeTrainer.SPECIAL_TOKENS, folder, (a, d, t) -> {});
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(String.join("", spans(tokenizer, AWKWARD))).isEqualTo(AWKWARD);
        }
    }

    /** Texts of the tokens, in order; tokens that share one character count once. */
    private static List<String> spans(Tokenizer tokenizer, String text) {
        Tokenizer.Encoded encoded = tokenizer.encode(text);
        List<String> spans = new ArrayList<>();
        int end = 0;
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.ends()[i] > end) {
                spans.add(text.substring(encoded.starts()[i], encoded.ends()[i]));
                end = encoded.ends()[i];
            }
        }
        return spans;
    }

    @Test
    void readsSpecialTokensFromTheConfigs() throws Exception {
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            assertThat(tokenizer.bosId()).isEqualTo(1);
            assertThat(tokenizer.eosId()).isEqualTo(2);
            assertThat(tokenizer.endIds()).containsExactly(2);
            assertThat(tokenizer.padId()).as("none named: end of text").isEqualTo(2);
            assertThat(tokenizer.vocabularySize()).isEqualTo(512);
            assertThat(tokenizer.prependsBos()).isTrue();
        }
    }

    @Test
    void readsSpecialTokensWrittenAsObjectsOrGivenByIdOnly() throws Exception {
        Files.copy(TestTokenizers.folder().resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": {\"content\": \"<s>\"}}");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": [7, 2], \"pad_token_id\": null}");
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.bosId()).isEqualTo(1);
            assertThat(tokenizer.eosId()).isEqualTo(7);
            assertThat(tokenizer.endIds()).containsExactly(2, 7);
            assertThat(tokenizer.prependsBos()).as("the post-processor adds it").isTrue();
        }
    }

    @Test
    void prependsNothingWhereTheConfigSaysSo() throws Exception {
        Files.copy(TestTokenizers.folder().resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\", \"add_bos_token\": false}");
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.prependsBos()).isFalse();
            assertThat(Tokens.withBos(tokenizer, "a")).doesNotContain(1);
        }
    }

    @Test
    void piecesAreReadable() throws Exception {
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            assertThat(tokenizer.piece(1)).isEqualTo("<s>");
            assertThat(tokenizer.piece(403)).isEqualTo(" Once");
            assertThat(tokenizer.piece(13)).as("line feed as byte").isEqualTo("\n");
            assertThat(tokenizer.piece(233)).as("part of a character").isEqualTo("\\xE6");
            assertThatThrownBy(() -> tokenizer.piece(512)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anyTextEncodesEvenHalfASurrogatePairAndNothing() throws Exception {
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            Tokenizer.Encoded encoded = tokenizer.encode("a\uD83D b\0");
            assertThat(encoded.ends()[encoded.length() - 1]).isEqualTo(5);
            assertThat(tokenizer.decode(encoded.ids())).isEqualTo("a\uFFFD b\0");
            assertThat(tokenizer.encode("").ids()).isEmpty();
            assertThat(tokenizer.decode(new int[0])).isEmpty();
        }
    }

    @Test
    void paddingAndTruncationOfTheFileAreIgnored() throws Exception {
        ObjectNode json = tokenizerJson();
        json.putObject("truncation")
                .put("direction", "Right")
                .put("max_length", 3)
                .put("strategy", "LongestFirst")
                .put("stride", 0);
        Json.write(folder.resolve("tokenizer.json"), json);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.encode("Once upon a time, there was").ids()).hasSize(7);
        }
    }

    @Test
    void aFolderWithoutTokenizerGetsASentence() {
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("model folder needs");
    }

    @Test
    void aTruncatedTokenizerGetsASentence() throws Exception {
        String whole = Files.readString(TestTokenizers.folder().resolve("tokenizer.json"));
        for (int length : new int[] {0, 10, 5000, whole.length() - 3}) {
            Files.writeString(folder.resolve("tokenizer.json"), whole.substring(0, length));
            assertUnusable();
        }
    }

    @Test
    void aTokenizerThatContradictsItselfGetsASentence() throws Exception {
        ObjectNode merge = tokenizerJson();
        ((com.fasterxml.jackson.databind.node.ArrayNode) merge.path("model").path("merges")).add("zz qq");
        ObjectNode id = tokenizerJson();
        ((ObjectNode) id.path("model").path("vocab")).put("zz", -4);
        ObjectNode unknown = tokenizerJson();
        ((ObjectNode) unknown.path("model")).put("unk_token", "<none>").put("byte_fallback", false);
        ObjectNode kind = tokenizerJson();
        ((ObjectNode) kind.path("model")).put("type", "Runes");
        for (ObjectNode bad : List.of(merge, id, unknown, kind)) {
            Json.write(folder.resolve("tokenizer.json"), bad);
            assertUnusable();
        }
    }

    private void assertUnusable() {
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining(folder.resolve("tokenizer.json").toString())
                .hasMessageContaining("cannot be used as a tokenizer");
    }

    private static ObjectNode tokenizerJson() throws LacunaException {
        return (ObjectNode) Json.readTree(TestTokenizers.folder().resolve("tokenizer.json"));
    }
}
