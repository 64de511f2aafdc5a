package lacuna.evaluation;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;

/** Models and texts of the tests of this package. */
final class Toys {

    static final Path MODELS = Path.of("src/test/resources/model");

    private Toys() {}

    /** A real model of 260,000 weights that writes simple stories, with its tokenizer. */
    static LanguageModel stories(Torch torch) throws LacunaException {
        return LanguageModel.open(MODELS.resolve("stories260K"), torch);
    }

    static HeldOutTexts texts(TokenizedDocument... documents) {
        return new HeldOutTexts("toy", "00", 512, List.of(documents));
    }

    /** Wants to stop once something was reported. */
    static final class StopsAfterFirstReport implements Progress {
        int reports;

        @Override
        public void report(String activity, long done, long total) {
            reports++;
        }

        @Override
        public boolean isCancelled() {
            return reports > 0;
        }
    }
}
