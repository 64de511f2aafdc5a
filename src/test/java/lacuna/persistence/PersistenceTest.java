package lacuna.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.model.AlteredModel;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.LoraConfig;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.Progress;
import lacuna.stats.Interval;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {

    private static Torch torch;
    private static LanguageModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws Exception {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(Path.of("src/test/resources/model/stories260K"), torch);
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    @Test
    void weightsAreRoundedInGroupsOfARow() {
        float[] weight = new float[2 * 40];
        weight[0] = 0.7f;
        weight[1] = 0.34f; // 3.4 steps of 0.1
        weight[32] = 70f; // the next group has its own scale
        weight[33] = 14f;
        weight[40] = -7f; // the next row too
        weight[41] = 1.4f;
        float[] rounded = Quantization.INT4.apply(weight, 40);
        assertThat(rounded[0]).isEqualTo(0.7f, within(1e-6f));
        assertThat(rounded[1]).isEqualTo(0.3f, within(1e-6f));
        assertThat(rounded[33]).isEqualTo(10f, within(1e-5f));
        assertThat(rounded[40]).isEqualTo(-7f, within(1e-6f));
        assertThat(rounded[41]).isEqualTo(1f, within(1e-6f));
        float[] fine = Quantization.INT8.apply(weight, 40);
        assertThat(fine[41]).isEqualTo(Math.round(1.4f * 127 / 7) * 7f / 127, within(1e-5f));
        float[] normal = Quantization.NF4.apply(new float[] {2, 1, -0.2f, 0}, 4);
        assertThat(normal)
                .containsExactly(
                        new float[] {2, 2 * 0.44070982933044434f, 2 * -0.09105003625154495f, 0}, within(1e-6f));
    }

    @Test
    void anAdapterFoldedInGivesTheSameModel() throws Exception {
        try (LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.ofBlocks(4, 8, 0, 0, 2), 3)) {
            adapter.parameters().forEach(factor -> {
                float[] values = factor.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] += 0.02f * (i % 5 - 2);
                }
                factor.set(values);
            });
            try (LanguageModel merged = AlteredModel.of(model, adapter, AlteredModel.WeightEdit.NONE)) {
                float[] adapted = logits(model, ModelVariant.of(adapter));
                assertThat(logits(merged, ModelVariant.UNCHANGED)).containsExactly(adapted, within(2e-3f));
                assertThat(logits(model, ModelVariant.UNCHANGED)[5]).isNotCloseTo(adapted[5], within(2e-3f));
            }
        }
    }

    private static float[] logits(LanguageModel of, ModelVariant variant) {
        TokenBatch batch = new TokenBatch(new int[] {0}, new int[][] {{1, 40, 41, 42}}, new int[] {4});
        try (Scope scope = Scope.open()) {
            return of.forward(batch, Pass.forLogits().with(variant)).logits().toFloatArray();
        }
    }

    /** Both ways of training again learn a sentence by heart, leave the model itself alone, and leave no array behind. */
    @Test
    void relearningLowersTheLossAndLeavesTheModelAlone() throws Exception {
        List<TokenizedDocument> texts =
                List.of(new TokenizedDocument(0, new int[] {1, 300, 17, 301, 18, 302, 19, 303}));
        float[] before = logits(model, ModelVariant.UNCHANGED);
        LoraConfig lora = LoraConfig.ofBlocks(8, 16, 0, 0, 4);
        for (RelearnConfig config : List.of(
                new RelearnConfig(java.util.Optional.of(lora), 5e-3, .05, 20, 5, 64, 0),
                RelearnConfig.fullWeights(5, 64, 0).withLearningRate(1e-3))) {
            int live = torch.liveArrays();
            try (LanguageModel copy = AlteredModel.of(model, null, AlteredModel.WeightEdit.NONE);
                    Relearning relearning = new Relearning(copy, config)) {
                double[] losses = relearning.run(texts, Progress.NONE);
                assertThat(losses[1]).isLessThan(losses[0]);
            }
            assertThat(torch.liveArrays()).isEqualTo(live);
        }
        assertThat(logits(model, ModelVariant.UNCHANGED)).containsExactly(before);
    }

    @Test
    void theRateRisesAndFallsWhereThereIsAWarmUp() {
        RelearnConfig config = RelearnConfig.smallLora(4, 10, 64, 0);
        assertThat(config.rateAt(0, 40)).isEqualTo(1e-4, within(1e-12));
        assertThat(config.rateAt(1, 40)).isEqualTo(2e-4, within(1e-12));
        assertThat(config.rateAt(39, 40)).isEqualTo(2e-4 / 38, within(1e-12));
        assertThat(RelearnConfig.fullWeights(1, 64, 0).rateAt(39, 40)).isEqualTo(1e-5);
        assertThat(config.words()).isEqualTo("relearning, LoRA of rank 128, 10 texts, rate 2e-4, 3 epochs");
    }

    /** Counts of 4 questions: before, unlearned, attacked. */
    @Test
    void nothingIsRecoveredWhereNothingHadBeenLost() {
        assertThat(recovery(4, 2, 3).share()).isEqualTo(.5);
        assertThat(recovery(4, 2, 1).share()).isEqualTo(-.5);
        assertThat(recovery(2, 2, 4).share()).isNaN();
        assertThat(recovery(2, 3, 1).share())
                .as("an attack that harms a model which had got better")
                .isNaN();
        assertThat(recovery(2, 3, 1).interval().low()).isNaN();
        assertThat(recovery(2, 3, 1).interval().high()).isNaN();
    }

    private static Recovery recovery(int... right) {
        boolean[][] states = new boolean[right.length][4];
        for (int state = 0; state < right.length; state++) {
            Arrays.fill(states[state], 0, right[state], true);
        }
        return Recovery.of(states[0], states[1], states[2]);
    }

    /** As files of an earlier version have them, which wrote rates with all their zeros. */
    @Test
    void aCheckMadeAgainIsKnownWhateverVersionMadeItFirst() {
        Persistence.Share share = new Persistence.Share(.5, new Interval(0, 1));
        Function<String, Persistence> of = attack -> new Persistence(
                attack, Protocol.CONTINUATION_LIKELIHOOD, "t.json", 4, share, share, share, .5, new Interval(0, 1));
        String now = Attacks.name(RelearnConfig.smallLora(4, 10, 64, 0), "target");
        assertThat(now).contains(", rate 2e-4, ");
        Persistence old = of.apply(now.replace("2e-4", "0.0002"));
        assertThat(old.attack()).isEqualTo(now);
        assertThat(of.apply(now).isSameCheck(old)).isTrue();
        assertThat(of.apply(now.replace("2e-4", "2.5e-4")).isSameCheck(old)).isFalse();
        assertThat(of.apply(now.replace("2e-4", "2.5e-4")).attack()).contains(", rate 2.5e-4, ");
        assertThat(of.apply(now.replace("2e-4", "0.01")).attack()).contains(", rate 0.01, ");
    }

    @Test
    void aMarkOfTheEncodingIsNoPartOfTheFirstPrefix() throws Exception {
        Path file = Files.writeString(folder.resolve("p.txt"), "\uFEFFOnce upon a time\r\n\r\nA story\r\n");
        assertThat(Prefixes.read(file).texts()).containsExactly("Once upon a time", "A story");
    }

    @Test
    void everyCheckSaysBeforeUnlearnedAndAttacked() throws Exception {
        QuestionSet set = new QuestionSet(
                "toy.json",
                "00",
                List.of(
                        new Question("Lily had a red ball. What did Lily have?", List.of("a ball", "a big dog"), 0),
                        new Question("Who was happy?", List.of("Tom was happy", "the zebra"), 0)));
        Prefixes prefixes =
                Prefixes.read(Files.writeString(folder.resolve("p.txt"), "Once upon a time.\\n\n\nA story: \n"));
        assertThat(prefixes.texts()).containsExactly("Once upon a time.\n", "A story: ");
        try (LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.ofBlocks(2, 2, 0, 0, 0), 3)) {
            Attacks attacks =
                    new Attacks(model, ModelVariant.of(adapter), set, MultipleChoiceConfig.defaults(), Progress.NONE);
            Persistence rounded = attacks.quantised(Quantization.INT8, Progress.NONE);
            assertThat(rounded.attack()).isEqualTo("quantisation, int8, groups of 64");
            assertThat(rounded.unlearned()).isEqualTo(rounded.before()); // the adapter is zero: nothing was unlearned
            assertThat(rounded.recoveredInterval().low()).isNaN();
            assertThat(attacks.prefixed(prefixes, Progress.NONE).attack())
                    .startsWith("prefixes of p.txt, the worst of 2");
        }
    }
}
