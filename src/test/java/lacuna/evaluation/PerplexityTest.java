package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Torch;
import lacuna.text.Corpus;
import lacuna.text.Document;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Expected values: transformers' LlamaForCausalLM on the f32 weights, one unpadded document {@code [bos] + ids} at a time, minus the
 * log_softmax in f64 of every token but the first. The relative tolerance of 1e-4 is that of f32 logits computed in another order.
 */
class PerplexityTest {

    private static final Corpus CORPUS = new Corpus(
            "toy",
            List.of(
                    new Document("a", "Once upon a time, there was a little girl named Lily."),
                    new Document("b", "Tom ran."),
                    new Document("c", "The sky was blue and the big dog sat by the tree. Then it rained.")),
            "00");

    private static Torch torch;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    @Test
    void agreesWithTransformersWhateverTheBatch() throws Exception {
        try (LanguageModel model = Toys.stories(torch)) {
            HeldOutTexts texts = HeldOutTexts.of(CORPUS, model.tokenizer(), 512);
            for (int batchSize : new int[] {1, 2, 8}) {
                PerplexityResult result =
                        new Perplexity(batchSize).run(model, texts, ModelVariant.UNCHANGED, Progress.NONE);
                assertThat(result.tokens()).isEqualTo(51);
                assertThat(result.meanNegativeLogLikelihood()).isCloseTo(1.69231162, within(2e-4));
                assertThat(result.perplexity()).isCloseTo(5.43202296, within(1e-3));
                assertThat(result.documents())
                        .extracting(DocumentLikelihood::document)
                        .containsExactly(0, 1, 2);
                assertThat(result.documents())
                        .extracting(DocumentLikelihood::tokens)
                        .containsExactly(15L, 5L, 31L);
                assertThat(result.documents().get(0).negativeLogLikelihood()).isCloseTo(1.50205926, within(1e-3));
                assertThat(result.documents().get(1).negativeLogLikelihood()).isCloseTo(21.9505073, within(2e-3));
                assertThat(result.documents().get(2).negativeLogLikelihood()).isCloseTo(62.8553259, within(6e-3));
            }
        }
    }

    @Test
    void countsOnlyTheTokensThatAreKept() throws Exception {
        try (LanguageModel model = Toys.stories(torch)) {
            HeldOutTexts texts = HeldOutTexts.of(CORPUS, model.tokenizer(), 10); // <s> and nine tokens at most
            PerplexityResult result = new Perplexity(4).run(model, texts, ModelVariant.UNCHANGED, Progress.NONE);
            assertThat(result.tokens()).isEqualTo(9 + 5 + 9);
            assertThat(result.documents().get(0).negativeLogLikelihood()).isCloseTo(0.88493421, within(1e-3));
        }
    }

    @Test
    void takesModelsWithoutTokenizerAndAdapters() throws Exception {
        Path folder = Toys.MODELS.resolve("lora");
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder.resolve("model"), torch);
                LoraAdapter adapter = LoraAdapter.read(folder.resolve("adapter_initial"), model);
                Safetensors file = Safetensors.open(folder.resolve("adapter_logits.safetensors"))) {
            long[] ids = file.longs("input_ids");
            int[] narrow = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                narrow[i] = Math.toIntExact(ids[i]);
            }
            HeldOutTexts texts = Toys.texts(new TokenizedDocument(0, narrow));
            Perplexity perplexity = new Perplexity(1);
            // from logits_base and logits_adapter of the same file
            assertThat(perplexity
                            .run(model, texts, ModelVariant.UNCHANGED, Progress.NONE)
                            .documents()
                            .get(0)
                            .negativeLogLikelihood())
                    .isCloseTo(143.7942, within(5e-3));
            assertThat(perplexity
                            .run(model, texts, ModelVariant.of(adapter), Progress.NONE)
                            .documents()
                            .get(0)
                            .negativeLogLikelihood())
                    .isCloseTo(144.8428, within(5e-3));
        }
    }

    @Test
    void leavesNoArrayBehindAndStopsBetweenBatches() throws Exception {
        try (LanguageModel model = Toys.stories(torch)) {
            HeldOutTexts texts = HeldOutTexts.of(CORPUS, model.tokenizer(), 512);
            new Perplexity(2)
                    .run(
                            model,
                            texts,
                            ModelVariant.UNCHANGED,
                            Progress.NONE); // the first pass makes what the model keeps
            int before = torch.liveArrays();
            new Perplexity(2).run(model, texts, ModelVariant.UNCHANGED, Progress.NONE);
            var stops = new Toys.StopsAfterFirstReport();
            assertThatThrownBy(() -> new Perplexity(2).run(model, texts, ModelVariant.UNCHANGED, stops))
                    .isInstanceOf(Cancelled.class);
            assertThat(stops.reports).isEqualTo(1);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void saysSoWhenAnAdapterGivesNoNumbers() throws Exception {
        Path folder = Toys.MODELS.resolve("lora");
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder.resolve("model"), torch);
                LoraAdapter adapter = LoraAdapter.read(folder.resolve("adapter_initial"), model)) {
            adapter.parameters().forEach(factor -> factor.muli(Float.NaN));
            HeldOutTexts texts = Toys.texts(new TokenizedDocument(0, new int[] {1, 20, 30}));
            assertThatThrownBy(() -> new Perplexity(2).run(model, texts, ModelVariant.of(adapter), Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("lower learning rate");
        }
    }

    @Test
    void saysSoWhenNothingCanBePredicted() throws Exception {
        try (LanguageModel model = Toys.stories(torch)) {
            HeldOutTexts texts = Toys.texts(new TokenizedDocument(0, new int[] {5}, 0));
            assertThatThrownBy(() -> new Perplexity(2).run(model, texts, ModelVariant.UNCHANGED, Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("toy holds no text");
        }
    }

    @Test
    void resultIsTheSameAfterJson(@TempDir Path folder) throws Exception {
        PerplexityResult result =
                new PerplexityResult("toy", "00", 512, Math.exp(1.5), 1.5, 4, List.of(new DocumentLikelihood(0, 4, 6)));
        Json.write(folder.resolve("p.json"), result);
        assertThat(Json.read(folder.resolve("p.json"), PerplexityResult.class)).isEqualTo(result);
    }
}
