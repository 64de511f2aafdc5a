package lacuna.unlearning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraConfig;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;

/** A tiny random model, random dictionaries on two of its blocks, random texts. */
final class ToyUnlearning implements AutoCloseable {

    private static final Path MODEL = Path.of("src/test/resources/model/lora/model");
    private static final int FEATURES = 32;

    final Torch torch;
    final LanguageModel model;
    final List<SparseAutoencoder> saes = new ArrayList<>();

    ToyUnlearning() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        torch.setThreads(1); // several test runs may share the processors
        model = LanguageModel.openWithoutTokenizer(MODEL, torch);
        saes.add(sae(1, new Gate.JumpRelu()));
        saes.add(sae(2, new Gate.TopK(8)));
    }

    UnlearnInputs inputs() {
        return inputs(selection(3, 5, 9), texts());
    }

    UnlearnInputs inputs(FeatureSelection selection, UnlearnTexts texts) {
        return new UnlearnInputs(model, saes, selection, texts);
    }

    @Override
    public void close() {
        saes.forEach(SparseAutoencoder::close);
        model.close();
        torch.close();
    }

    private SparseAutoencoder sae(int block, Gate gate) {
        int width = model.config().width();
        SplittableRandom random = new SplittableRandom(block);
        float[] encoder = new float[width * FEATURES];
        for (int i = 0; i < encoder.length; i++) {
            encoder[i] = (float) (random.nextDouble() - .5);
        }
        float[] decoder = new float[width * FEATURES];
        for (int i = 0; i < decoder.length; i++) {
            decoder[i] = i;
        }
        float[] threshold = new float[FEATURES];
        java.util.Arrays.fill(threshold, .05f);
        SaeWeights weights = new SaeWeights(
                width,
                FEATURES,
                encoder,
                new float[FEATURES],
                decoder,
                new float[width],
                gate instanceof Gate.JumpRelu ? threshold : null);
        return SparseAutoencoder.of(torch, HookPoint.residPost(block), gate, EncoderInput.RAW, weights);
    }

    static List<TokenizedDocument> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TokenizedDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[6 + random.nextInt(6)];
            for (int position = 1; position < ids.length; position++) {
                ids[position] = 3 + random.nextInt(500);
            }
            ids[0] = 1;
            documents.add(new TokenizedDocument(i, ids));
        }
        return documents;
    }

    static UnlearnTexts texts() {
        return new UnlearnTexts(texts(10, 1), texts(7, 2), texts(3, 3));
    }

    static FeatureSelection selection(int... features) {
        List<SelectedFeature> chosen = new ArrayList<>();
        for (int feature : features) {
            chosen.add(new SelectedFeature("resid_post.1", feature, 1, "test"));
            chosen.add(new SelectedFeature("resid_post.2", feature, 1, "test"));
        }
        return new FeatureSelection(chosen);
    }

    static CrispConfig config(CrispMode mode, double suppression, int steps, double dropout) {
        LoraConfig lora = LoraConfig.ofBlocks(2, 4, dropout, 0, 2);
        return new CrispConfig(
                mode,
                suppression,
                .3,
                .7,
                .1,
                Drift.of(mode),
                lora,
                5e-3,
                0,
                1,
                1,
                steps,
                4,
                1,
                64,
                11,
                2,
                ActivationMemory.WHOLE);
    }
}
