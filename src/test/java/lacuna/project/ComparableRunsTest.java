package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.DocumentLikelihood;
import lacuna.evaluation.Interval;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.PerplexityResult;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionResult;
import lacuna.run.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparableRunsTest {

    @TempDir
    Path folder;

    private RunFolder run(String name, int target, int benign, String questions) throws Exception {
        RunFolder run = RunFolder.at(folder.resolve(name));
        Evaluation before = new Evaluation(answers(10, questions), answers(10, questions), perplexity(20), null, null);
        Evaluation after =
                new Evaluation(answers(target, questions), answers(benign, questions), perplexity(21), null, null);
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
    void overallIsTheHarmonicMeanOfForgottenAndKept() throws Exception {
        RunComparison comparison = ComparableRuns.of(List.of(run("one", 4, 9, "dragons")))
                .comparison()
                .orElseThrow();
        assertThat(comparison.runs().get(0).overall()).as("nothing forgotten").isZero();
        assertThat(comparison.runs().get(1).overall()).isCloseTo(2 / (1 / 60.0 + 1 / 90.0), within(1e-9));
    }

    @Test
    void withoutAMeasuredRunThereIsNoComparison() throws Exception {
        assertThat(ComparableRuns.of(List.of()).comparison()).isEmpty();
    }
}
