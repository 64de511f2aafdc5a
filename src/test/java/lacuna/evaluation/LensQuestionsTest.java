package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lens behind the last block is the model itself, so every score is known there. */
class LensQuestionsTest {

    private static Torch torch;
    private static LanguageModel model;
    private static QuestionSet questions;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(Path.of("sample-projects/ember-isles/model"), torch);
        questions = QuestionSet.read(Path.of("src/test/resources/evaluation/letters/questions.json"));
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static List<LensQuestions.Reading> readings(MultipleChoiceConfig config) throws LacunaException {
        return new LensQuestions(model, config).run(questions, ModelVariant.UNCHANGED, Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theLastBlockSaysWhatTheModelSays(Protocol protocol) throws Exception {
        MultipleChoiceConfig config = MultipleChoiceConfig.of(protocol);
        MultipleChoiceResult whole =
                new MultipleChoice(config).run(model, questions, ModelVariant.UNCHANGED, Progress.NONE);
        List<LensQuestions.Reading> readings = readings(config);

        assertThat(readings).hasSize(model.config().layers());
        MultipleChoiceResult last = readings.get(readings.size() - 1).answers();
        MultipleChoiceResult first = readings.get(0).answers();
        for (int q = 0; q < questions.size(); q++) {
            List<Double> found = last.questions().get(q).logLikelihoods();
            List<Double> expected = whole.questions().get(q).logLikelihoods();
            for (int choice = 0; choice < expected.size(); choice++) {
                assertThat(found.get(choice)).isCloseTo(expected.get(choice), within(1e-3));
            }
            assertThat(first.questions().get(q).logLikelihoods()).isNotEqualTo(found);
            assertThat(last.questions().get(q).tokens())
                    .isEqualTo(whole.questions().get(q).tokens());
        }
        assertThat(last.isComparableWith(whole)).isTrue();
    }

    @Test
    void rankAndProbabilityAreOfTheRightChoicesFirstToken() throws Exception {
        List<LensQuestions.Reading> readings =
                readings(MultipleChoiceConfig.of(Protocol.CRISP_LETTERS)); // a letter is a choice's only token
        LensQuestions.Reading last = readings.get(readings.size() - 1);
        for (int q = 0; q < questions.size(); q++) {
            List<Double> scores = last.answers().questions().get(q).logLikelihoods();
            double right = scores.get(questions.questions().get(q).answer());
            assertThat(last.probability()[q]).isCloseTo(Math.exp(right), within(1e-9));
            long better = scores.stream().filter(score -> score > right).count();
            assertThat(last.rank()[q]).isGreaterThan(better); // at least the better letters stand above it
            assertThat(last.rank()[q] * last.probability()[q])
                    .isLessThanOrEqualTo(1); // those above are no less probable
        }
    }
}
