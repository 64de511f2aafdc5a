package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.DocumentLikelihood;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.PerplexityResult;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionResult;
import lacuna.persistence.Persistence;
import lacuna.run.Json;
import lacuna.stats.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparableRunsTest {

    @TempDir
    Path folder;

    private RunFolder run(String name, int target, int benign, String questions) throws Exception {
        return run(name, target, benign, questions, null, null);
    }

    /** With general questions, of which the untouched model knows eight, where they have a name. */
    private RunFolder run(
            String name,
            int target,
            int benign,
            String questions,
            @Nullable String general,
            @Nullable Integer generalAfter)
            throws Exception {
        RunFolder run = RunFolder.at(folder.resolve(name));
        Evaluation before = new Evaluation(
                answers(10, questions),
                answers(10, questions),
                general == null ? null : answers(8, general),
                perplexity(20),
                null,
                null);
        Evaluation after = new Evaluation(
                answers(target, questions),
                answers(benign, questions),
                general == null || generalAfter == null ? null : answers(generalAfter, general),
                perplexity(21),
                null,
                null);
        Json.write(run.file(RunFolder.EVALUATION), new Evaluation.Pair(before, after));
        return run;
    }

    /** Ten questions, the first of them answered rightly. */
    private static MultipleChoiceResult answers(int right, String questions) {
        List<QuestionResult> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean correct = i < right;
            int chosen = correct ? 0 : 1;
            results.add(new QuestionResult(i, 0, chosen, chosen, correct, correct, List.of(-1.0, -2.0), List.of(1, 1)));
        }
        Interval interval = Interval.wilson(right, 10);
        return new MultipleChoiceResult(
                Protocol.CONTINUATION_LIKELIHOOD,
                questions + ".json",
                questions,
                MultipleChoiceConfig.DEFAULT_TEMPLATE,
                right / 10.0,
                interval,
                right / 10.0,
                interval,
                0,
                results);
    }

    private static PerplexityResult perplexity(double value) {
        return new PerplexityResult(
                "texts",
                "ab",
                8,
                value,
                Math.log(value),
                4,
                List.of(new DocumentLikelihood(0, 4, 4 * Math.log(value))));
    }

    @Test
    void runsThatWereAskedOtherQuestionsOrNoneAreLeftOutAndNamed() throws Exception {
        RunFolder first = run("first", 3, 9, "dragons");
        RunFolder none = RunFolder.at(folder.resolve("later"));
        RunFolder other = run("other", 3, 9, "harbours");
        RunFolder second = run("second", 2, 10, "dragons");
        ComparableRuns found = ComparableRuns.of(List.of(first, none, other, second));
        assertThat(found.unmeasured()).containsExactly("later");
        assertThat(found.leftOut()).singleElement().satisfies(left -> {
            assertThat(left.run()).isEqualTo("other");
            assertThat(left.reason()).contains("asked other questions");
        });
        RunComparison comparison = found.comparison().orElseThrow();
        assertThat(comparison.runs())
                .extracting(RunComparison.Row::name)
                .containsExactly("untouched model", "first", "second");
        assertThat(comparison.runs()).extracting(RunComparison.Row::onFront).containsExactly(false, false, true);
    }

    @Test
    void overallSaysItsPartsAndTheUntouchedModelIsARow() throws Exception {
        RunComparison comparison = ComparableRuns.of(List.of(run("one", 4, 9, "dragons")))
                .comparison()
                .orElseThrow();
        OverallScore untouched = comparison.runs().get(0).overall();
        assertThat(untouched.score()).as("nothing forgotten").isZero();
        assertThat(untouched.formula()).isEqualTo("100 \u2212 U, R, P");
        // the perplexity went from 20 to 21
        assertThat(comparison.runs().get(1).overall().score())
                .isCloseTo(3 / (1 / 60.0 + 1 / 90.0 + 21 / 2000.0), within(1e-9));
        assertThat(comparison.runs().get(1).overall().judged()).isNaN();
    }

    @Test
    void generalQuestionsThatAllWereAskedTakeThePlaceOfPerplexity() throws Exception {
        RunComparison comparison = RunComparison.of(
                List.of(run("one", 4, 9, "dragons", "mmlu", 6), run("two", 5, 9, "dragons", "mmlu", 8)));
        assertThat(comparison.general()).isNotNull();
        assertThat(comparison.general().rows())
                .extracting(AccuracyTable.Row::accuracy)
                .containsExactly(.8, .6, .8);
        OverallScore one = comparison.runs().get(1).overall();
        assertThat(one.formula()).isEqualTo("100 \u2212 U, R, M");
        assertThat(one.legend()).contains("M: accuracy on general questions").doesNotContain("perplexity");
        assertThat(one.score()).isCloseTo(3 / (1 / 60.0 + 1 / 90.0 + 1 / 60.0), within(1e-9));
        assertThat(comparison.whyNoGeneral()).isEmpty();
    }

    @Test
    void aRunThatWasNotAskedTheSameGeneralQuestionsIsNamedAndPerplexityStandsInForAll() throws Exception {
        RunFolder asked = run("asked", 4, 9, "dragons", "mmlu", 6);
        RunFolder old = run("old", 5, 9, "dragons");
        RunFolder other = run("other", 5, 9, "dragons", "trivia", 6);
        RunComparison comparison = RunComparison.of(List.of(old, asked, other));
        assertThat(comparison.general()).isNull();
        assertThat(comparison.notAskedGeneral()).containsExactly("old", "other");
        assertThat(comparison.whyNoGeneral())
                .startsWith(
                        "Not asked the same general questions in the same way as the others: old, other. So perplexity stands in");
        RunFolder none = RunFolder.at(folder.resolve("later"));
        assertThat(ComparableRuns.of(List.of(old, none, asked, other)).toEvaluate())
                .containsExactly("later", "old", "other");
        assertThat(comparison.runs()).extracting(row -> row.overall().formula()).containsOnly("100 \u2212 U, R, P");
    }

    private static Persistence check(String attack, int attacked, String set, int questions) {
        Persistence.Share share = new Persistence.Share(.5, new Interval(0, 1));
        return new Persistence(
                attack,
                Protocol.CONTINUATION_LIKELIHOOD,
                set,
                questions,
                share,
                share,
                share,
                attacked / 100.0,
                new Interval(0, 1));
    }

    @Test
    void whatCameBackIsOnlyOfChecksThatAskedTheSame() throws Exception {
        RunFolder first = run("first", 4, 9, "dragons");
        RunFolder second = run("second", 5, 9, "dragons");
        RunFolder third = run("third", 6, 9, "dragons");
        Json.write(
                first.file(RunAttacks.CHECKS),
                List.of(
                        check("int8", 10, "dragons (test half)", 5),
                        check("lora", 90, "dragons", 10),
                        check("nf4", 20, "dragons (test half)", 5)));
        Json.write(second.file(RunAttacks.CHECKS), List.of(check("int8", 30, "dragons (test half)", 5)));
        Json.write(third.file(RunAttacks.CHECKS), List.of(check("int8", 40, "dragons", 10)));
        RunComparison comparison = RunComparison.of(List.of(first, second, third));
        assertThat(comparison.recoveredOn()).isNotNull();
        assertThat(comparison.recoveredOn().words())
                .as("as many runs were asked both, the larger set counts")
                .isEqualTo("10 questions of dragons");
        assertThat(comparison.runs())
                .extracting(RunComparison.Row::mostRecovered)
                .containsExactly(Double.NaN, .9, Double.NaN, .4);
        assertThat(RunComparison.of(List.of(first, second)).runs())
                .extracting(RunComparison.Row::mostRecovered)
                .as("two runs were asked the half, one all")
                .containsExactly(Double.NaN, .2, .3);
    }

    @Test
    void withoutAMeasuredRunThereIsNoComparison() throws Exception {
        assertThat(ComparableRuns.of(List.of()).comparison()).isEmpty();
    }
}
