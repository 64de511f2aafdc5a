package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Expected log-likelihoods: transformers' LlamaForCausalLM on the f32 weights, one unpadded row {@code [bos] + encode(prompt + " " +
 * choice)} at a time, log_softmax of the logits in f64, summed over the tokens behind those of {@code encode(prompt)}. The tolerance of
 * 1e-3 on sums of up to eight tokens is that of f32 logits summed in another order.
 */
class MultipleChoiceTest {

    private static final Question BALL = new Question(
            "Lily had a red ball. What did Lily have?",
            List.of("a ball", "a big dog and a cat", "the", "1234 \u00E9"),
            1);
    private static final Question HAPPY = new Question("Who was happy?", List.of("Tom was happy", "the zebra"), 1);
    private static final QuestionSet SET = new QuestionSet("toy.json", "00", List.of(BALL, HAPPY));
    private static final double TOLERANCE = 1e-3;

    private static Torch torch;
    private static LanguageModel model;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = Toys.stories(torch);
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static MultipleChoice inBatchesOf(int rows) {
        return new MultipleChoice(new MultipleChoiceConfig(
                Protocol.CONTINUATION_LIKELIHOOD, MultipleChoiceConfig.DEFAULT_TEMPLATE, rows));
    }

    @Test
    void logLikelihoodsAgreeWithTransformersWhateverTheBatch() throws Exception {
        for (int rows : new int[] {1, 4, 32}) {
            MultipleChoiceResult result = inBatchesOf(rows).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
            QuestionResult ball = result.questions().get(0);
            assertThat(ball.tokens()).containsExactly(3, 8, 1, 7);
            assertClose(ball.logLikelihoods(), -8.6426967, -19.2965583, -5.2338503, -51.7502534);
            QuestionResult happy = result.questions().get(1);
            assertThat(happy.tokens()).containsExactly(4, 7);
            assertClose(happy.logLikelihoods(), -15.0029776, -13.2457528);
        }
    }

    private static void assertClose(List<Double> found, double... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    @Test
    void reportsAccuracyBySumAndByMeanPerToken() throws Exception {
        MultipleChoiceResult result = inBatchesOf(32).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
        QuestionResult ball = result.questions().get(0);
        assertThat(ball.chosen()).isEqualTo(2); // the shortest
        assertThat(ball.chosenNormalised()).isEqualTo(1);
        assertThat(result.accuracy()).isEqualTo(0.5);
        assertThat(result.accuracyNormalised()).isEqualTo(1);
        assertThat(result.interval()).isEqualTo(Interval.wilson(1, 2));
        assertThat(result.protocol().title()).isEqualTo("continuation likelihood");
        assertThat(result.shortened()).isZero();
    }

    /** The same tokens fall away behind the beginning-of-text token for both choices; numbers from transformers as above. */
    @Test
    void cutsTheFrontOfAQuestionLongerThanTheContext() throws Exception {
        QuestionSet set = new QuestionSet(
                "long.json",
                "00",
                List.of(new Question("The cat sat. ".repeat(200), List.of("the cat", "a big red ball"), 0)));
        MultipleChoiceResult result = inBatchesOf(2).run(model, set, ModelVariant.UNCHANGED, Progress.NONE);
        assertThat(result.shortened()).isEqualTo(1);
        assertClose(result.questions().get(0).logLikelihoods(), -1.9257591, -15.7063061);
    }

    @Test
    void refusesAChoiceLongerThanTheContext() {
        QuestionSet set = new QuestionSet(
                "long.json", "00", List.of(BALL, new Question("Who?", List.of("cat", "dog ".repeat(600)), 0)));
        assertThatThrownBy(() -> inBatchesOf(2).run(model, set, ModelVariant.UNCHANGED, Progress.NONE))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("long.json, question 2")
                .hasMessageContaining("context");
    }

    @Test
    void leavesNoArrayBehindAndStopsBetweenBatches() throws Exception {
        inBatchesOf(2)
                .run(model, SET, ModelVariant.UNCHANGED, Progress.NONE); // the first pass makes what the model keeps
        int before = torch.liveArrays();
        inBatchesOf(2).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
        var stops = new Toys.StopsAfterFirstReport();
        assertThatThrownBy(() -> inBatchesOf(2).run(model, SET, ModelVariant.UNCHANGED, stops))
                .isInstanceOf(Cancelled.class);
        assertThat(stops.reports).isEqualTo(1);
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void resultIsTheSameAfterJson(@TempDir Path folder) throws Exception {
        MultipleChoiceResult result = inBatchesOf(32).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
        Json.write(folder.resolve("mc.json"), result);
        assertThat(Json.read(folder.resolve("mc.json"), MultipleChoiceResult.class))
                .isEqualTo(result);
        assertThat(Json.readTree(folder.resolve("mc.json")).path("protocol").asText())
                .isEqualTo("continuation likelihood");
    }

    @Test
    void resultsOfDifferentTemplatesAreNotComparable() throws Exception {
        MultipleChoiceConfig other = MultipleChoiceConfig.defaults().withTemplate("{question}");
        MultipleChoiceResult one = inBatchesOf(32).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
        MultipleChoiceResult two = new MultipleChoice(other).run(model, SET, ModelVariant.UNCHANGED, Progress.NONE);
        assertThat(one.isComparableWith(one)).isTrue();
        assertThat(one.isComparableWith(two)).isFalse();
    }
}
