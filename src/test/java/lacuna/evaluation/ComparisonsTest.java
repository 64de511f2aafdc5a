package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.run.LacunaException;
import lacuna.stats.Interval;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    /** Choice 0 is right; it is chosen where the flag says so. */
    private static MultipleChoiceResult result(Protocol protocol, String flags) {
        List<QuestionResult> questions = new ArrayList<>();
        for (int i = 0; i < flags.length(); i++) {
            double[] scores = flags.charAt(i) == '1' ? new double[] {-1, -2} : new double[] {-2, -1};
            questions.add(QuestionResult.of(i, 0, scores, new int[] {1, 1}));
        }
        Question question = new Question("q", List.of("a", "b"), 0);
        QuestionSet set = new QuestionSet(
                "toy",
                "00",
                IntStream.range(0, flags.length()).mapToObj(i -> question).toList());
        return MultipleChoiceResult.of(MultipleChoiceConfig.of(protocol), set, 0, questions);
    }

    /** p: scipy.stats.binomtest(1, 7, 0.5).pvalue; interval by Bonett and Price's formula. */
    @Test
    void mcNemarIsExactAndPaired() {
        PairedComparison paired = PairedComparison.of(
                result(Protocol.CRISP_LETTERS, "1111111100"), result(Protocol.CRISP_LETTERS, "0000001110"));
        assertThat(paired.onlyBefore()).isEqualTo(6);
        assertThat(paired.onlyAfter()).isEqualTo(1);
        assertThat(paired.difference()).isEqualTo(-0.5, within(1e-12));
        assertThat(paired.p()).isEqualTo(0.125, within(1e-12));
        // (2 - 7) / 12 -+ 1.96 sqrt((9/12 - (5/12)^2) / 12)
        assertThat(paired.interval().low()).isEqualTo(-0.84629, within(1e-4));
        assertThat(paired.interval().high()).isEqualTo(0.01296, within(1e-4));
        assertThat(PairedComparison.of(result(Protocol.CRISP_LETTERS, "10"), result(Protocol.CRISP_LETTERS, "10"))
                        .p())
                .isEqualTo(1);
    }

    @Test
    void protocolsNeverMeetInOneTable() {
        AccuracyTable.Builder table = AccuracyTable.of(result(Protocol.CRISP_LETTERS, "1110"));
        assertThatThrownBy(() -> table.row("CRISP", result(Protocol.HARNESS_LETTERS, "0000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("harness letters");
        assertThatThrownBy(() -> table.row("CRISP", result(Protocol.CRISP_LETTERS, "000")))
                .isInstanceOf(IllegalArgumentException.class);
        AccuracyTable built =
                table.row("CRISP", result(Protocol.CRISP_LETTERS, "0010")).build();
        assertThat(built.protocol()).isEqualTo(Protocol.CRISP_LETTERS);
        assertThat(built.rows()).extracting(AccuracyTable.Row::model).containsExactly(AccuracyTable.UNTOUCHED, "CRISP");
        assertThat(built.rows()).extracting(AccuracyTable.Row::accuracy).containsExactly(0.75, 0.25);
    }

    @Test
    void calibrationTakesOutTheLikingForALetter() {
        // B is always ahead; A is nearer to it exactly where A is right
        List<QuestionResult> questions = List.of(
                QuestionResult.of(0, 0, new double[] {-2, -1.5}, new int[] {1, 1}),
                QuestionResult.of(1, 1, new double[] {-4, -1.0}, new int[] {1, 1}),
                QuestionResult.of(2, 0, new double[] {-2, -1.5}, new int[] {1, 1}));
        Question question = new Question("q", List.of("a", "b"), 0);
        MultipleChoiceResult result = MultipleChoiceResult.of(
                MultipleChoiceConfig.of(Protocol.CRISP_LETTERS),
                new QuestionSet("toy", "00", List.of(question, question, question)),
                0,
                questions);
        assertThat(result.accuracy()).isEqualTo(1 / 3., within(1e-12));
        LetterCalibration calibrated = LetterCalibration.of(result);
        assertThat(calibrated.accuracy()).isEqualTo(1);
        assertThat(calibrated.majority()).isEqualTo(2 / 3., within(1e-12));
        assertThat(calibrated.offsets().get(0)).isEqualTo(-8 / 3., within(1e-12));
        assertThatThrownBy(() -> LetterCalibration.of(result(Protocol.CONTINUATION_LIKELIHOOD, "10")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subjectsCountAlikeInTheMacroAverage() {
        Question a = new Question("q", List.of("a", "b"), 0, "a");
        QuestionSet set = new QuestionSet("toy", "00", List.of(a, a, a, a.about("b")));
        SubjectScores scores = SubjectScores.of(set, result(Protocol.CRISP_LETTERS, "1110"));
        assertThat(scores.micro()).isEqualTo(0.75);
        assertThat(scores.macro()).isEqualTo(0.5);
        assertThat(scores.subjects())
                .extracting(SubjectScores.Subject::questions)
                .containsExactly(3, 1);
    }

    /** From CPython 3: random.seed(0); items = list(range(n)); random.shuffle(items). */
    @Test
    void halvesAreThoseOfPythonsShuffle() throws LacunaException {
        assertThat(Arrays.copyOf(PublishedSplit.shuffled(570), 12))
                .containsExactly(118, 222, 221, 438, 247, 285, 153, 439, 47, 17, 258, 335);
        assertThat(Arrays.copyOf(PublishedSplit.shuffled(1273), 12))
                .containsExactly(786, 853, 605, 699, 809, 504, 534, 1175, 714, 1111, 688, 522);
        assertThat(Arrays.stream(PublishedSplit.indices(1273, QuestionSet.Part.VALIDATION))
                        .sum())
                .isEqualTo(406467);
        List<Question> questions = IntStream.range(0, 5)
                .mapToObj(i -> new Question("q" + i, List.of("a", "b"), 0))
                .toList();
        QuestionSet set = new QuestionSet("toy.json", "00", questions);
        List<Question> both =
                new ArrayList<>(set.part(QuestionSet.Part.VALIDATION).questions());
        assertThat(both).hasSize(2);
        both.addAll(set.part(QuestionSet.Part.TEST).questions());
        assertThat(both).containsExactlyInAnyOrderElementsOf(questions);
        assertThat(set.part(QuestionSet.Part.TEST).sha256()).isEqualTo("00:test");
    }

    @Test
    void ordersPutEveryChoiceEverywhere() {
        assertThat(OptionOrders.all(4)).hasSize(24).doesNotHaveDuplicates();
        List<int[]> cyclic = OptionOrders.cyclic(4);
        assertThat(cyclic).hasSize(4);
        for (int place = 0; place < 4; place++) {
            int at = place;
            assertThat(cyclic.stream().mapToInt(order -> order[at]).sorted().toArray())
                    .containsExactly(0, 1, 2, 3);
        }
        Question question = new Question("q", List.of("a", "b", "c"), 1);
        assertThat(question.inOrder(new int[] {2, 0, 1})).isEqualTo(new Question("q", List.of("c", "a", "b"), 2));
    }

    @Test
    void bootstrapOfAMeanSurroundsIt() {
        double[] values = IntStream.range(0, 200).mapToDouble(i -> i % 2).toArray();
        Interval interval = Bootstrap.ofMean(values);
        // 1.96 sqrt(.25/200) = .069
        assertThat(interval.low()).isEqualTo(0.431, within(0.01));
        assertThat(interval.high()).isEqualTo(0.569, within(0.01));
    }
}
