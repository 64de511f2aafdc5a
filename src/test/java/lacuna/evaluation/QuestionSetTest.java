package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionSetTest {

    @TempDir
    Path folder;

    private QuestionSet read(String json) throws Exception {
        return QuestionSet.read(Files.writeString(folder.resolve("questions.json"), json));
    }

    @Test
    void readsRowsWithIndexOrLetterAndPassesOverOtherFields() throws Exception {
        QuestionSet set = read("""
                [{"fact": "a.b", "question": "Which?", "choices": ["one", "two", "three"], "answer": 2},
                 {"question": "How many?", "choices": [4, 5], "answer": "B"}]
                """);
        assertThat(set.name()).isEqualTo("questions.json");
        assertThat(set.questions())
                .containsExactly(
                        new Question("Which?", List.of("one", "two", "three"), 2),
                        new Question("How many?", List.of("4", "5"), 1));
    }

    @Test
    void readsParallelListsAsTheSameQuestions() throws Exception {
        QuestionSet set = read("""
                {"questions": ["Which?", "Who?"], "answers": [1, 0], "choices": [["a", "b"], ["c", "d", "e"]]}
                """);
        assertThat(set.questions())
                .containsExactly(
                        new Question("Which?", List.of("a", "b"), 1), new Question("Who?", List.of("c", "d", "e"), 0));
    }

    @Test
    void hashIsThatOfTheFileBytes() throws Exception {
        Path file = folder.resolve("q.json");
        Files.write(
                file, "[{\"question\":\"q\",\"choices\":[\"a\",\"b\"],\"answer\":0}]".getBytes(StandardCharsets.UTF_8));
        assertThat(QuestionSet.read(file).sha256())
                .isEqualTo("9186865bdf1b31a1ca809f196994e0c3e74a8d83be8e818ec0102d11b8e954b5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"question\": \"q\", \"choices\": [\"a\", \"b\"], \"answer\": 2} | its answer is 2, expected 0 to 1",
                "{\"question\": \"q\", \"choices\": [\"a\", \"b\"], \"answer\": \"C\"} | its answer is 2, expected 0 to 1",
                "{\"question\": \"q\", \"choices\": [\"a\", \"b\"], \"answer\": \"both\"} | \"answer\" is missing, or neither",
                "{\"question\": \"q\", \"choices\": [\"a\", \"b\"]} | \"answer\" is missing",
                "{\"question\": \"q\", \"choices\": [\"a\"], \"answer\": 0} | it has 1 choices, expected at least 2",
                "{\"question\": \"q\", \"choices\": [\"a\", \" \"], \"answer\": 0} | choice 2 is empty",
                "{\"question\": \"q\", \"choices\": [\"a\", null], \"answer\": 0} | choice 2 is neither text nor a number",
                "{\"question\": \"q\", \"answer\": 0} | \"choices\" is missing",
                "{\"choices\": [\"a\", \"b\"], \"answer\": 0} | \"question\" is missing",
                "17 | it is no object"
            })
    void complainsWithFileAndQuestionNumber(String row, String complaint) {
        String good = "{\"question\": \"q\", \"choices\": [\"a\", \"b\"], \"answer\": 0}";
        assertThatThrownBy(() -> read("[" + good + ", " + row + "]"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("questions.json, question 2: " + complaint);
    }

    @Test
    void complainsAboutListsOfDifferentLengthAndFilesThatHoldNoQuestions() {
        assertThatThrownBy(() -> read("{\"questions\": [\"q\"], \"choices\": [], \"answers\": [0]}"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("1 questions, 0 lists of choices and 1 answers");
        assertThatThrownBy(() -> read("[]"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("questions.json is an empty list");
        assertThatThrownBy(() -> read("{\"rows\": []}"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("holds no questions");
        assertThatThrownBy(() -> QuestionSet.read(folder.resolve("none.json")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("There is no question file")
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> QuestionSet.read(Files.write(
                        folder.resolve("latin.json"), "[\"caf\u00E9\"]".getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("latin.json is not UTF-8");
    }

    @Test
    void theSampleProjectsQuestionsAndPromptsAreRead() throws Exception {
        Path sample = Path.of("sample-projects/ember-isles");
        assumeThat(sample.resolve("prompts.json")).exists();
        assertThat(QuestionSet.read(sample.resolve("questions/target.json")).size())
                .isGreaterThan(50);
        assertThat(QuestionSet.read(sample.resolve("questions/benign.json")).size())
                .isGreaterThan(50);
        assertThat(Prompt.read(sample.resolve("prompts.json")))
                .extracting(Prompt::group)
                .contains("target", "benign", "general");
    }
}
