package lacuna.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.format.SaeOptions;
import lacuna.text.Splitting;
import org.jspecify.annotations.Nullable;

/**
 * {@code project.json}: what a project is made of. Paths are as written, relative to the project folder unless absolute.
 *
 * @param version of this file's form
 * @param name shown in the window and in reports
 * @param description one or two sentences; may be empty
 * @param model model folder in Hugging Face layout
 * @param saes sparse autoencoders, one for each hook point
 * @param corpora texts
 * @param questions multiple choice about target, benign and general knowledge; null for none
 * @param prompts prompts to continue before and after; null for none
 * @param selection which features to choose
 * @param unlearning how to train
 * @param statistics how the corpora are read
 * @param generation how prompts are continued
 * @param seed of everything random
 */
public record ProjectManifest(
        int version,
        String name,
        String description,
        String model,
        List<SaeEntry> saes,
        Corpora corpora,
        @Nullable Questions questions,
        @Nullable String prompts,
        SelectionSettings selection,
        UnlearningSettings unlearning,
        StatisticsSettings statistics,
        GenerationSettings generation,
        long seed) {

    /** The form written by this version of Lacuna. */
    public static final int VERSION = 1;

    /** Name of the file in a project folder. */
    public static final String FILE = "project.json";

    /** What is not said takes its default: that is how a short project file stays readable. */
    public ProjectManifest {
        description = Objects.requireNonNullElse(description, "");
        saes = List.copyOf(saes);
        selection = Objects.requireNonNullElse(selection, SelectionSettings.DEFAULT);
        unlearning = Objects.requireNonNullElse(unlearning, UnlearningSettings.DEFAULT);
        statistics = Objects.requireNonNullElse(statistics, StatisticsSettings.DEFAULT);
        generation = Objects.requireNonNullElse(generation, GenerationSettings.DEFAULT);
    }

    /**
     * A sparse autoencoder and where in the model it reads. In a project that was read the hook is always known: what project.json does
     * not say was taken from the SAE's own files, or asked for.
     *
     * @param hook {@code resid_post.4}; may be left out where the SAE's files name it
     * @param path the SAE's folder, or its file of weights, in any format that is read
     * @param variant a way of reading that its format knows besides its own; null for the format's own
     * @param inputScale what inputs were multiplied by in training, where the files withhold it; null if they do not
     * @param site the place in the block alone, {@code resid_post}, where the files name only the block
     * @param layer the block alone, where the files name only the place
     */
    public record SaeEntry(
            String hook,
            String path,
            @Nullable String variant,
            @Nullable Double inputScale,
            @Nullable String site,
            @Nullable Integer layer) {

        public SaeEntry {
            hook = Objects.requireNonNullElse(hook, "");
        }

        /** An SAE that its files describe completely. */
        public static SaeEntry of(String hook, String path) {
            return new SaeEntry(hook, path, null, null, null, null);
        }

        /** How it is read. */
        public SaeOptions options() {
            SaeOptions named = SaeOptions.variant(variant == null ? "" : variant);
            return inputScale == null ? named : named.withInputScale(inputScale);
        }

        SaeEntry at(HookPoint place) {
            return new SaeEntry(place.toString(), path, variant, inputScale, null, null);
        }
    }

    /**
     * A file of texts, or a folder of such files.
     *
     * @param path .txt, .md, .jsonl, .csv, .tsv or .parquet, packed or not, or a folder of those
     * @param textField field or column that holds the text
     * @param split how long documents are cut into pieces; null to leave them whole
     */
    public record CorpusEntry(
            String path, String textField, @Nullable Split split) {

        public CorpusEntry {
            textField = Objects.requireNonNullElse(textField, lacuna.text.Corpus.TEXT_FIELD);
        }

        public static CorpusEntry of(String path) {
            return new CorpusEntry(path, lacuna.text.Corpus.TEXT_FIELD, null);
        }
    }

    /**
     * Pieces of at most so many characters, or of so many tokens; one of the two is null.
     *
     * @param characters the CRISP paper takes 1,000
     */
    public record Split(
            @Nullable Integer characters, @Nullable Integer tokens) {

        /** @throws LacunaException if both or neither are given, or pieces would be no text */
        Splitting splitting() throws LacunaException {
            Integer size = characters != null ? characters : tokens;
            if (size == null || characters != null && tokens != null || size < Splitting.SMALLEST) {
                throw new LacunaException("A corpus has \"split\": " + lacuna.run.Json.line(this)
                        + ". Give either \"characters\" or \"tokens\", at least " + Splitting.SMALLEST + ".");
            }
            return new Splitting(characters != null ? Splitting.Unit.CHARACTERS : Splitting.Unit.TOKENS, size);
        }
    }

    /**
     * The texts of a project. Held-out texts are never trained on.
     *
     * @param target what is to be forgotten
     * @param benign its neighbour, which is to stay
     * @param coherence fluent texts that keep the model's final state in place; null for none
     * @param targetHeldOut other target texts, for the activity of the chosen features; null for the target itself
     * @param benignHeldOut other benign texts; null for none
     * @param perplexity general texts; null for the held-out benign ones
     */
    public record Corpora(
            CorpusEntry target,
            CorpusEntry benign,
            @Nullable CorpusEntry coherence,
            @Nullable CorpusEntry targetHeldOut,
            @Nullable CorpusEntry benignHeldOut,
            @Nullable CorpusEntry perplexity) {}

    /**
     * Question files, in any form that {@link lacuna.evaluation.QuestionSet#read} knows; each may be null for none.
     *
     * @param target about what is to be forgotten
     * @param benign about its neighbour, which is to stay
     * @param general about everything else, such as MMLU: M of {@link lacuna.evaluation.OverallScore}
     * @param template what stands before a choice, with {@code {question}} in it; null for the default
     */
    public record Questions(
            @Nullable String target,
            @Nullable String benign,
            @Nullable GeneralSet general,
            @Nullable String template) {}

    /**
     * @param maxTokens longer documents are cut, the beginning-of-text token included
     * @param batchSize documents a forward pass
     */
    public record StatisticsSettings(int maxTokens, int batchSize) {
        public static final StatisticsSettings DEFAULT = new StatisticsSettings(256, 16);

        /** What is not said takes its default. */
        @JsonCreator
        static StatisticsSettings read(
                @JsonProperty("maxTokens") @Nullable Integer maxTokens,
                @JsonProperty("batchSize") @Nullable Integer batchSize) {
            return new StatisticsSettings(
                    maxTokens == null ? DEFAULT.maxTokens : maxTokens,
                    batchSize == null ? DEFAULT.batchSize : batchSize);
        }
    }

    /**
     * @param maxNewTokens upper bound on new tokens
     * @param temperature 0 for greedy
     * @param topK sample among the k most likely tokens; 0 for all
     * @param topP sample among the most likely tokens that together reach this probability; 1 for all
     */
    public record GenerationSettings(int maxNewTokens, double temperature, int topK, double topP) {
        public static final GenerationSettings DEFAULT = new GenerationSettings(48, 0, 0, 1);

        /** What is not said takes its default. */
        @JsonCreator
        static GenerationSettings read(
                @JsonProperty("maxNewTokens") @Nullable Integer maxNewTokens,
                @JsonProperty("temperature") @Nullable Double temperature,
                @JsonProperty("topK") @Nullable Integer topK,
                @JsonProperty("topP") @Nullable Double topP) {
            return new GenerationSettings(
                    maxNewTokens == null ? DEFAULT.maxNewTokens : maxNewTokens,
                    temperature == null ? DEFAULT.temperature : temperature,
                    topK == null ? DEFAULT.topK : topK,
                    topP == null ? DEFAULT.topP : topP);
        }
    }

    public ProjectManifest withSaes(List<SaeEntry> other) {
        return new ProjectManifest(
                version,
                name,
                description,
                model,
                other,
                corpora,
                questions,
                prompts,
                selection,
                unlearning,
                statistics,
                generation,
                seed);
    }

    public ProjectManifest withSelection(SelectionSettings other) {
        return new ProjectManifest(
                version,
                name,
                description,
                model,
                saes,
                corpora,
                questions,
                prompts,
                other,
                unlearning,
                statistics,
                generation,
                seed);
    }

    public ProjectManifest withUnlearning(UnlearningSettings other) {
        return new ProjectManifest(
                version,
                name,
                description,
                model,
                saes,
                corpora,
                questions,
                prompts,
                selection,
                other,
                statistics,
                generation,
                seed);
    }

    public ProjectManifest withSeed(long other) {
        return new ProjectManifest(
                version,
                name,
                description,
                model,
                saes,
                corpora,
                questions,
                prompts,
                selection,
                unlearning,
                statistics,
                generation,
                other);
    }
}
