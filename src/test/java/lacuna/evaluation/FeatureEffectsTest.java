package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.evaluation.FeatureEffects.Place;
import lacuna.evaluation.FeatureEffects.Tables;
import lacuna.evaluation.FeatureTable.Fit;
import lacuna.evaluation.FeatureTable.Layer;
import lacuna.evaluation.FeatureTable.Texts;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.ResidualEdit;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureEffectsTest {

    private static final String LAYER = "resid_post.1";
    private static final Texts TARGET = new Texts("target", "aa", 64, 100);
    private static final Texts BENIGN = new Texts("benign", "bb", 64, 200);

    private static FeatureTable table(Texts texts, double explained, float... rates) {
        return new FeatureTable(texts, List.of(new Layer(LAYER, rates, rates, new Fit(explained, 2))));
    }

    private static FeatureEffects effects() {
        return FeatureEffects.of(
                new Tables(table(TARGET, .9, .5f, .1f, .0f, .2f), table(TARGET, .7, .1f, .1f, .0f, .5f)),
                new Tables(table(BENIGN, .9, .1f, .3f, .4f, .1f), table(BENIGN, .8, .0f, .2f, .4f, .1f)),
                List.of(new Place(LAYER, 0)));
    }

    @Test
    void tellsTheSuppressedFromThoseThatMovedBesidesAndFromBenignOnesThatFell() {
        FeatureEffects effects = effects();

        assertThat(effects.suppressed()).extracting(FeatureEffect::feature).containsExactly(0);
        assertThat(effects.suppressed().get(0).target().rateChange()).isCloseTo(-.4, within(1e-6));
        assertThat(effects.moved()).extracting(FeatureEffect::feature).containsExactly(3, 1); // 2 stayed where it was
        assertThat(effects.benignFallen()).extracting(FeatureEffect::feature).containsExactly(1); // 3 is no benign one
        var layer = effects.layers().get(0);
        assertThat(layer.suppressed()).isEqualTo(1);
        assertThat(layer.othersTarget()).isCloseTo(.3 / 3, within(1e-6));
        assertThat(layer.othersBenign()).isCloseTo(.1 / 3, within(1e-6));
        assertThat(layer.target().after().varianceExplained()).isEqualTo(.7);
        assertThat(layer.benign().after().varianceExplained()).isEqualTo(.8);
    }

    @Test
    void isTheSameAfterJson(@TempDir Path folder) throws Exception {
        Json.write(folder.resolve("e.json"), effects());
        assertThat(Json.read(folder.resolve("e.json"), FeatureEffects.class)).isEqualTo(effects());
    }

    @Test
    void refusesTablesOfOtherSaesAndFeaturesOfNone() {
        Tables tables = new Tables(table(TARGET, 1, .5f), table(TARGET, 1, .5f));
        FeatureTable other = new FeatureTable(BENIGN, List.of());
        assertThatThrownBy(() -> FeatureEffects.of(tables, new Tables(other, other), List.of()))
                .hasMessageContaining(LAYER);
        assertThatThrownBy(() -> FeatureEffects.of(tables, tables, List.of(new Place("resid_post.9", 0))))
                .hasMessageContaining("resid_post.9");
    }

    /** With features max(0, x_i) and max(0, -x_i) and decoders that undo them, so that the SAE explains everything. */
    @Test
    void readsEveryFeatureOfTheEditedModelAndKeepsTheTable(@TempDir Path folder) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = Toys.stories(torch);
                SparseAutoencoder sae = bothSigns(torch, model.config().width())) {
            HeldOutTexts texts = Toys.texts(
                    new TokenizedDocument(0, new int[] {1, 20, 30, 40, 50}),
                    new TokenizedDocument(1, new int[] {1, 60, 70}));
            ResidualEdit negated = (x, ids) -> x.neg();
            ModelVariant edited = ModelVariant.edited(java.util.Map.of(sae.hook(), negated));
            FeatureTable before =
                    FeatureTable.measure(model, List.of(sae), texts, ModelVariant.UNCHANGED, 2, Progress.NONE);
            FeatureTable after = FeatureTable.measure(model, List.of(sae), texts, edited, 2, Progress.NONE);

            assertThat(before.texts().tokens()).isEqualTo(6);
            Layer first = before.layers().get(0);
            Layer second = after.layers().get(0);
            int width = model.config().width();
            for (int i = 0; i < width; i++) { // what x_i did, -x_i does now
                assertThat(second.rate()[i]).isEqualTo(first.rate()[i + width]);
                assertThat(second.mean()[i]).isCloseTo(first.mean()[i + width], within(1e-6f));
                assertThat(first.rate()[i] + first.rate()[i + width]).isCloseTo(1, within(1e-6f));
            }
            assertThat(first.fit().varianceExplained()).isCloseTo(1, within(1e-6));
            assertThat(first.fit().l0()).isEqualTo(width);

            Path file = folder.resolve("t.safetensors");
            FeatureTableFile.write(before, "k", file);
            assertThat(FeatureTableFile.read(file, "other", List.of(LAYER))).isEmpty();
            FeatureTable read = FeatureTableFile.read(file, "k", List.of(LAYER)).orElseThrow();
            assertThat(read.texts()).isEqualTo(before.texts());
            assertThat(read.layers().get(0).rate()).isEqualTo(first.rate());
            assertThat(read.layers().get(0).fit()).isEqualTo(first.fit());

            var stops = new Toys.StopsAfterFirstReport();
            assertThatThrownBy(() -> FeatureTable.measure(model, List.of(sae), texts, ModelVariant.UNCHANGED, 1, stops))
                    .isInstanceOf(Cancelled.class);
            assertThat(stops.reports).isEqualTo(1);
        }
    }

    private static SparseAutoencoder bothSigns(Torch torch, int width) {
        float[] encoder = new float[width * 2 * width]; // [d_in, 2 d_in]
        float[] decoder = new float[2 * width * width]; // [2 d_in, d_in]
        for (int i = 0; i < width; i++) {
            encoder[i * 2 * width + i] = 1;
            encoder[i * 2 * width + width + i] = -1;
            decoder[i * width + i] = 1;
            decoder[(width + i) * width + i] = -1;
        }
        SaeWeights weights =
                new SaeWeights(width, 2 * width, encoder, new float[2 * width], decoder, new float[width], null);
        return SparseAutoencoder.of(torch, HookPoint.residPost(1), new Gate.Relu(), EncoderInput.RAW, weights);
    }
}
