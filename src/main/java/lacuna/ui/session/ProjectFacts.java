package lacuna.ui.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lacuna.model.HookPoint;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeReport;

/**
 * What the files of a project say.
 *
 * @param questionsTarget number of questions about what is to be forgotten
 * @param questionsBenign number of questions about what is to stay
 * @param questionsGeneral number of questions about everything else
 */
public record ProjectFacts(
        ModelFacts model,
        List<SaeFacts> saes,
        List<CorpusFacts> corpora,
        int questionsTarget,
        int questionsBenign,
        int questionsGeneral,
        int prompts) {

    public ProjectFacts {
        saes = List.copyOf(saes);
        corpora = List.copyOf(corpora);
    }

    /** @param bytes of the weights on disk */
    public record ModelFacts(
            Path folder,
            String family,
            long parameters,
            int width,
            int layers,
            int vocabulary,
            int contextLength,
            String storedAs,
            long bytes) {}

    /**
     * @param description what its files say
     * @param report beside the weights, if there is one
     * @param check the last self-test of it in this project, if there was one
     */
    public record SaeFacts(
            HookPoint hook,
            Path folder,
            SaeDescription description,
            Optional<SaeReport> report,
            Optional<SaeCheck> check) {}

    /**
     * @param role what it is for: target, benign ...
     * @param format "JSON Lines, gzip"
     * @param encoding as it was told from the bytes
     * @param tokens of the model's tokenizer; beyond a sample they are estimated
     * @param bytes on disk
     * @param sha256 hexadecimal
     * @param preview the first documents
     */
    public record CorpusFacts(
            CorpusRole role,
            String name,
            String format,
            String encoding,
            int documents,
            TokenCount tokens,
            long bytes,
            String sha256,
            List<String> preview) {

        public CorpusFacts {
            preview = List.copyOf(preview);
        }
    }

    /** @param exact whether all were counted */
    public record TokenCount(long tokens, boolean exact) {}

    /** What a corpus is for. */
    public enum CorpusRole {
        TARGET("Target"),
        BENIGN("Benign"),
        COHERENCE("Coherence"),
        TARGET_HELD_OUT("Target, held out"),
        BENIGN_HELD_OUT("Benign, held out"),
        PERPLEXITY("Perplexity");

        private final String title;

        CorpusRole(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public CorpusFacts corpus(CorpusRole role) {
        return corpora.stream()
                .filter(corpus -> corpus.role() == role)
                .findFirst()
                .orElseThrow();
    }
}
