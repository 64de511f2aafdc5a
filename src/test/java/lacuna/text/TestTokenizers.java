package lacuna.text;

import java.net.URISyntaxException;
import java.nio.file.Path;
import lacuna.run.LacunaException;

/** The small real tokenizer that lies among the test resources (Llama family, 512 entries, byte fallback). */
final class TestTokenizers {

    private TestTokenizers() {}

    static Path folder() {
        try {
            return Path.of(TestTokenizers.class.getResource("/text/stories260K").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Tokenizer stories260K() throws LacunaException {
        return Tokenizer.open(folder());
    }
}
