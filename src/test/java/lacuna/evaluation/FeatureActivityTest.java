package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lacuna.evaluation.FeatureActivityResult.FeatureValue;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With SAEs whose feature i is max(0, x_i), so that expected values follow from residual streams that transformers computed. */
class FeatureActivityTest {

    private static final Path LLAMA = Toys.MODELS.resolve("llama3");

    private static Torch torch;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    private static SparseAutoencoder identity(int layer, int width) {
        float[] eye = new float[width * width];
        for (int i = 0; i < width; i++) {
            eye[i * width + i] = 1;
        }
        SaeWeights weights = new SaeWeights(width, width, eye, new float[width], eye, new float[width], null);
        return SparseAutoencoder.of(torch, HookPoint.residPost(layer), new Gate.Relu(), EncoderInput.RAW, weights);
    }

    private static HeldOutTexts texts(Safetensors file) throws LacunaException {
        long[] shape = file.entry("input_ids").shape();
        long[] ids = file.longs("input_ids");
        long[] mask = file.longs("attention_mask");
        TokenizedDocument[] documents = new TokenizedDocument[(int) shape[0]];
        for (int row = 0; row < documents.length; row++) {
            int start = row * (int) shape[1];
            int length =
                    (int) Arrays.stream(mask, start, start + (int) shape[1]).sum();
            documents[row] = new TokenizedDocument(
                    row,
                    Arrays.stream(ids, start, start + length)
                            .mapToInt(Math::toIntExact)
                            .toArray());
        }
        return Toys.texts(documents);
    }

    /** From the stored residual stream: mean and share above zero of coordinate i over valid positions but the first. */
    private static FeatureValue expected(Safetensors file, String layer, int i) throws LacunaException {
        float[] x = file.floats(layer);
        long[] mask = file.longs("attention_mask");
        int positions = (int) file.entry("input_ids").shape()[1];
        int width = x.length / mask.length;
        double sum = 0;
        int on = 0;
        int tokens = 0;
        for (int token = 0; token < mask.length; token++) {
            if (mask[token] == 1 && token % positions > 0) {
                float value = x[token * width + i];
                tokens++;
                sum += Math.max(0, value);
                on += value > 0 ? 1 : 0;
            }
        }
        return new FeatureValue(i, sum / tokens, (double) on / tokens);
    }

    @Test
    void meansAndRatesAgreeWithStoredResidualStreams() throws Exception {
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(LLAMA, torch);
                SparseAutoencoder first = identity(1, 64);
                SparseAutoencoder last = identity(3, 64);
                Safetensors file = Safetensors.open(LLAMA.resolve("expected.safetensors"))) {
            List<ChosenFeatures> chosen = List.of(ChosenFeatures.of(last, 7), ChosenFeatures.of(first, 40, 2));
            FeatureActivityResult result =
                    new FeatureActivity(2).run(model, chosen, texts(file), ModelVariant.UNCHANGED, Progress.NONE);
            assertThat(result.tokens()).isEqualTo(23 + 16);
            assertThat(result.layers())
                    .extracting(FeatureActivityResult.LayerActivity::layer)
                    .containsExactly("resid_post.1", "resid_post.3");
            List<FeatureValue> want = List.of(
                    expected(file, "resid_post.1", 40),
                    expected(file, "resid_post.1", 2),
                    expected(file, "resid_post.3", 7));
            List<FeatureValue> found = result.layers().stream()
                    .flatMap(layer -> layer.features().stream())
                    .toList();
            for (int i = 0; i < want.size(); i++) {
                assertThat(found.get(i).feature()).isEqualTo(want.get(i).feature());
                assertThat(found.get(i).mean())
                        .isPositive()
                        .isCloseTo(want.get(i).mean(), within(1e-5));
                assertThat(found.get(i).firingRate()).isEqualTo(want.get(i).firingRate());
            }
            double mean =
                    want.stream().mapToDouble(FeatureValue::mean).average().orElseThrow();
            assertThat(result.mean()).isCloseTo(mean, within(1e-5));
            assertThat(result.layers().get(0).mean())
                    .isCloseTo((want.get(0).mean() + want.get(1).mean()) / 2, within(1e-5));
        }
    }

    @Test
    void anAdapterChangesTheActivityOnlyBehindItsBlocks() throws Exception {
        Path folder = Toys.MODELS.resolve("lora");
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder.resolve("model"), torch);
                LoraAdapter adapter = LoraAdapter.read(folder.resolve("adapter_initial"), model); // blocks 3 to 9
                SparseAutoencoder before = identity(2, model.config().width());
                SparseAutoencoder behind = identity(3, model.config().width())) {
            List<ChosenFeatures> chosen =
                    List.of(ChosenFeatures.of(before, 0, 1, 2, 3), ChosenFeatures.of(behind, 0, 1, 2, 3));
            HeldOutTexts texts = Toys.texts(new TokenizedDocument(0, new int[] {1, 20, 30, 40, 50, 60}));
            FeatureActivity activity = new FeatureActivity(1);
            var without = activity.run(model, chosen, texts, ModelVariant.UNCHANGED, Progress.NONE);
            var with = activity.run(model, chosen, texts, ModelVariant.of(adapter), Progress.NONE);
            assertThat(with.layers().get(0)).isEqualTo(without.layers().get(0));
            assertThat(with.layers().get(1).mean())
                    .isNotEqualTo(without.layers().get(1).mean());
        }
    }

    @Test
    void leavesNoArrayBehindAndStopsBetweenBatches() throws Exception {
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(LLAMA, torch);
                SparseAutoencoder sae = identity(1, 64);
                Safetensors file = Safetensors.open(LLAMA.resolve("expected.safetensors"))) {
            List<ChosenFeatures> chosen = List.of(ChosenFeatures.of(sae, 5));
            HeldOutTexts texts = texts(file);
            FeatureActivity activity = new FeatureActivity(1);
            activity.run(
                    model,
                    chosen,
                    texts,
                    ModelVariant.UNCHANGED,
                    Progress.NONE); // the first pass makes what model and SAE keep
            int before = torch.liveArrays();
            activity.run(model, chosen, texts, ModelVariant.UNCHANGED, Progress.NONE);
            var stops = new Toys.StopsAfterFirstReport();
            assertThatThrownBy(() -> activity.run(model, chosen, texts, ModelVariant.UNCHANGED, stops))
                    .isInstanceOf(Cancelled.class);
            assertThat(stops.reports).isEqualTo(1);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void refusesAnSaeOfAnotherWidth() throws Exception {
        try (LanguageModel model = LanguageModel.openWithoutTokenizer(LLAMA, torch);
                SparseAutoencoder sae = identity(1, 32)) {
            HeldOutTexts texts = Toys.texts(new TokenizedDocument(0, new int[] {1, 2}));
            assertThatThrownBy(() -> new FeatureActivity(1)
                            .run(
                                    model,
                                    List.of(ChosenFeatures.of(sae, 0)),
                                    texts,
                                    ModelVariant.UNCHANGED,
                                    Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("width 32");
        }
    }

    @Test
    void refusesFeaturesThatAreNotThereOrNamedTwice() {
        try (SparseAutoencoder sae = identity(1, 4)) {
            assertThatThrownBy(() -> ChosenFeatures.of(sae, 4)).hasMessageContaining("feature 4 of resid_post.1");
            assertThatThrownBy(() -> ChosenFeatures.of(sae, 1, 1)).hasMessageContaining("twice");
            assertThatThrownBy(() -> ChosenFeatures.of(sae)).hasMessageContaining("no feature");
        }
    }

    @Test
    void resultIsTheSameAfterJson(@TempDir Path folder) throws Exception {
        var layer = new FeatureActivityResult.LayerActivity(
                "resid_post.1", 0.5, 0.25, List.of(new FeatureValue(3, 0.5, 0.25)));
        var result = new FeatureActivityResult("toy", "00", 64, 12, 0.5, 0.25, List.of(layer));
        Json.write(folder.resolve("a.json"), result);
        assertThat(Json.read(folder.resolve("a.json"), FeatureActivityResult.class))
                .isEqualTo(result);
    }
}
