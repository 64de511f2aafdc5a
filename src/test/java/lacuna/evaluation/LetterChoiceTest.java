package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Letters that a tiny real model chooses on real questions, against lm-evaluation-harness 0.4.13 and a transformers script; the fixture's
 * README says how both were made.
 */
class LetterChoiceTest {

    private static final Path FIXTURE = Path.of("src/test/resources/evaluation/letters");

    private static Torch torch;
    private static LanguageModel model;
    private static QuestionSet set;
    private static JsonNode expected;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(Path.of("sample-projects/ember-isles/model"), torch);
        set = QuestionSet.read(FIXTURE.resolve("questions.json"));
        expected = Json.readTree(FIXTURE.resolve("expected.json"));
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static MultipleChoiceResult ask(MultipleChoiceConfig config, QuestionSet questions) throws LacunaException {
        return new MultipleChoice(config).run(model, questions, ModelVariant.UNCHANGED, Progress.NONE);
    }

    private static String letters(MultipleChoiceResult result) {
        StringBuilder letters = new StringBuilder();
        result.questions().forEach(question -> letters.append((char) ('A' + question.chosen())));
        return letters.toString();
    }

    private static void assertScores(QuestionResult question, JsonNode scores) {
        for (int i = 0; i < scores.size(); i++) {
            assertThat(question.logLikelihoods().get(i)).isCloseTo(scores.get(i).asDouble(), within(1e-3));
        }
    }

    @Test
    void crispLettersAreThoseOfTransformers() throws Exception {
        MultipleChoiceResult result = ask(MultipleChoiceConfig.of(Protocol.CRISP_LETTERS), set);
        assertThat(letters(result)).isEqualTo(expected.path("crisp").asText());
        assertScores(result.questions().get(0), expected.path("crispScores"));
        assertThat(result.shortened()).isZero();
    }

    @Test
    void harnessLettersAreThoseOfTheHarness() throws Exception {
        MultipleChoiceResult result = ask(MultipleChoiceConfig.of(Protocol.HARNESS_LETTERS), set.about("biology"));
        assertThat(letters(result)).isEqualTo(expected.path("harness").asText());
        assertScores(result.questions().get(0), expected.path("harnessScores"));
    }

    @Test
    void harnessLettersBehindAnExampleAreThoseOfTheHarness() throws Exception {
        Question shot = new Question("Which is a colour?", List.of("dog", "red", "run", "two"), 1);
        MultipleChoiceResult result = ask(MultipleChoiceConfig.harness(List.of(shot)), set.about("biology"));
        assertThat(letters(result)).isEqualTo(expected.path("harnessOneShot").asText());
        assertScores(result.questions().get(0), expected.path("harnessOneShotScores"));
        assertThat(result.template()).contains("Answer: B\n\n{question}");
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        MultipleChoiceConfig config = MultipleChoiceConfig.of(Protocol.CRISP_LETTERS);
        QuestionSet some = new QuestionSet("some", "00", set.questions().subList(0, 24));
        MultipleChoiceResult whole = ask(config, some);
        Path journal = folder.resolve("rows.jsonl");
        var stops = new Toys.StopsAfterFirstReport();
        assertThatThrownBy(() ->
                        new MultipleChoice(config).resume(model, some, ModelVariant.UNCHANGED, journal, "m", stops))
                .isInstanceOf(Cancelled.class);
        Files.writeString(journal, Files.readString(journal) + "{\"row\":3,\"sco"); // killed while writing
        List<Long> reports = new ArrayList<>();
        MultipleChoiceResult resumed = new MultipleChoice(config)
                .resume(
                        model,
                        some,
                        ModelVariant.UNCHANGED,
                        journal,
                        "m",
                        (activity, done, total) -> reports.add(done));
        assertThat(reports).containsExactly(16L, 24L);
        assertThat(resumed).isEqualTo(whole);
        // another model's journal is not taken up
        reports.clear();
        new MultipleChoice(config)
                .resume(
                        model,
                        some,
                        ModelVariant.UNCHANGED,
                        journal,
                        "other",
                        (activity, done, total) -> reports.add(done));
        assertThat(reports).containsExactly(8L, 16L, 24L);
    }

    /** The prompt says the subject, so that scores under another one are of other prompts. */
    @Test
    void aJournalOfAnotherSubjectIsBegunAnew() throws Exception {
        MultipleChoice asking = new MultipleChoice(MultipleChoiceConfig.of(Protocol.HARNESS_LETTERS));
        List<Question> few = set.questions().subList(0, 4).stream()
                .map(question -> question.about(""))
                .toList();
        QuestionSet cooking = new QuestionSet("some", "00", few).about("cooking");
        QuestionSet law = new QuestionSet("some", "00", few).about("the law of the sea");
        Path journal = folder.resolve("rows.jsonl");
        var first = asking.resume(model, cooking, ModelVariant.UNCHANGED, journal, "m", Progress.NONE);
        var second = asking.resume(model, law, ModelVariant.UNCHANGED, journal, "m", Progress.NONE);
        assertThat(second.questions())
                .isEqualTo(asking.run(model, law, ModelVariant.UNCHANGED, Progress.NONE)
                        .questions())
                .isNotEqualTo(first.questions());
        assertThat(second.isComparableWith(first)).isFalse();
    }

    @Test
    void permutedOrdersAreAveraged() throws Exception {
        QuestionSet some = new QuestionSet("some", "00", set.questions().subList(0, 12));
        MultipleChoiceConfig config = MultipleChoiceConfig.of(Protocol.CRISP_LETTERS);
        OptionOrders.Result result = new OptionOrders(config, OptionOrders.Orders.CYCLIC)
                .run(model, some, ModelVariant.UNCHANGED, Progress.NONE);
        assertThat(result.byOrder()).hasSize(4);
        assertThat(result.byOrder().get(0)).isEqualTo(ask(config, some).accuracy());
        assertThat(result.accuracy())
                .isEqualTo(
                        result.byOrder().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow(),
                        within(1e-12));
        assertThat(result.rightInAllOrders())
                .isLessThanOrEqualTo(result.byOrder().get(0));
    }
}
