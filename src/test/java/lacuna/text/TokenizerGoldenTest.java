package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import lacuna.run.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twenty awkward texts against stored ids. GPT-2's tokenizer lies among the test resources; those of other licences are read from
 * the folder that the variable LACUNA_TOKENIZERS (or the system property lacuna.tokenizers) names, if it does.
 */
class TokenizerGoldenTest {

    @TempDir
    Path folder;

    private Path unpackedGpt2() throws Exception {
        try (InputStream in = TokenizerGoldenTest.class.getResourceAsStream("/text/gpt2/tokenizer.json.gz")) {
            Files.copy(new GZIPInputStream(in), folder.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<|endoftext|>\", \"eos_token\": \"<|endoftext|>\", \"tokenizer_class\": \"GPT2Tokenizer\"}");
        return folder;
    }

    @Test
    void gpt2() throws Exception {
        check("gpt2", unpackedGpt2());
    }

    @Test
    void stories260K() throws Exception {
        check("stories260K", TestTokenizers.folder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "gemma3"})
    void tokenizersOfOtherLicences(String name) throws Exception {
        String where = System.getProperty("lacuna.tokenizers", System.getenv("LACUNA_TOKENIZERS"));
        assumeTrue(where != null && Files.isDirectory(Path.of(where, name)), "no tokenizer of " + name + " is here");
        check(name, Path.of(where, name));
    }

    private static void check(String name, Path model) throws Exception {
        JsonNode rows = Json.readTree(TestTokenizers.folder().resolveSibling("golden_vectors.json"))
                .path(name);
        assertThat(rows).hasSize(20);
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            for (JsonNode row : rows) {
                String text = row.path("text").textValue();
                Tokenizer.Encoded encoded = tokenizer.encode(text);
                assertThat(encoded.ids()).as(text).containsExactly(ids(row.path("ids")));
                assertThat(Tokens.withBos(tokenizer, text))
                        .as("with BOS: " + text)
                        .containsExactly(ids(row.path("idsWithSpecial")));
                assertThatSpansReproduce(text, encoded, tokenizer);
            }
        }
    }

    private static int[] ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** Spans leave nothing out but blanks, and each holds what its token says. */
    private static void assertThatSpansReproduce(String text, Tokenizer.Encoded encoded, Tokenizer tokenizer) {
        StringBuilder whole = new StringBuilder();
        int end = 0;
        for (int i = 0; i < encoded.length(); i++) {
            int from = encoded.starts()[i];
            int to = encoded.ends()[i];
            String span = text.substring(from, to);
            String piece = tokenizer.piece(encoded.ids()[i]);
            assertThat(isWithinCharacter(text, from) || isWithinCharacter(text, to))
                    .as("half a character")
                    .isFalse();
            if (piece.contains("\\x")) {
                assertThat(bytesOf(span)).as("bytes of " + span).contains(bytesOf(piece));
            } else if (!piece.isBlank()) { // a blank that the tokenizer itself put in front shares the first character
                assertThat(span.strip()).as(text + ", token " + i).isEqualTo(piece.strip());
            }
            if (to > end) {
                assertThat(text.substring(end, Math.max(end, from)))
                        .as("left out")
                        .isBlank();
                whole.append(text, end, to);
                end = to;
            }
        }
        assertThat(whole + text.substring(end)).isEqualTo(text);
        assertThat(text.substring(end)).isBlank();
    }

    private static boolean isWithinCharacter(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** {@code \xE6\x97} and plain text alike. */
    private static String bytesOf(String text) {
        StringBuilder hex = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.startsWith("\\x", i) && i + 4 <= text.length()) {
                hex.append(text, i + 2, i + 4);
                i += 4;
            } else {
                int point = text.codePointAt(i);
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    hex.append(String.format("%02X", b));
                }
                i += Character.charCount(point);
            }
        }
        return hex.toString();
    }
}
