package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizer files that would end the whole process in the native library, or make it take memory without bound. */
class TokenizerSafetyTest {

    @TempDir
    Path folder;

    private void assertRefused(String because, Consumer<ObjectNode> damage) throws LacunaException {
        ObjectNode json = (ObjectNode) Json.readTree(TestTokenizers.folder().resolve("tokenizer.json"));
        damage.accept(json);
        Json.write(folder.resolve("tokenizer.json"), json);
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(because);
    }

    @Test
    void whatWouldEndTheProcessIsNeverHandedOver() throws Exception {
        assertRefused(
                "precompiled",
                json -> json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", "EAA="));
        assertRefused(
                "precompiled",
                json -> json.putObject("normalizer")
                        .put("type", "Sequence")
                        .putArray("normalizers")
                        .addObject()
                        .put("precompiled_charsmap", "EAA="));
        assertRefused(
                "for ever",
                json -> json.putObject("pre_tokenizer")
                        .put("type", "Split")
                        .put("behavior", "Isolated")
                        .put("invert", false)
                        .putObject("pattern")
                        .put("Regex", "(a+)+$"));
        assertRefused("id", json -> ((ObjectNode) json.path("model").path("vocab")).put("zz", 99_999_999));
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws Exception {
        String whole = Files.readString(TestTokenizers.folder().resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer.json"), "{\"decoder\": null, " + whole.substring(whole.indexOf('{') + 1));
        assertThatThrownBy(() -> Tokenizer.open(folder)).isInstanceOf(LacunaException.class);
    }

    @Test
    void anOlderFormSaysHowToConvertIt() throws Exception {
        Files.write(folder.resolve("tokenizer.model"), new byte[] {1});
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("tokenizer.model")
                .hasMessageContaining("save_pretrained");
    }

    /** Truncated and bit-flipped: a tokenizer or a sentence. Most flips go where the structure is, before the vocabulary. */
    @Test
    void damagedFilesNeverSurprise() throws Exception {
        byte[] good = Files.readAllBytes(TestTokenizers.folder().resolve("tokenizer.json"));
        SplittableRandom random = new SplittableRandom(5);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] bytes = good.clone();
            for (int flip = 0; flip <= random.nextInt(3); flip++) {
                int within = random.nextInt(4) == 0 ? bytes.length : 2500;
                bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(7));
            }
            Files.write(
                    folder.resolve("tokenizer.json"),
                    round % 10 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                tokenizer.decode(tokenizer.encode("hello \uD83D\uDE42 world").ids());
            } catch (LacunaException e) {
                refused++;
                assertThat(e).hasMessageContaining("tokenizer.json");
            }
        }
        assertThat(refused).isGreaterThan(50);
    }
}
