package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hashes are those of the prompts rendered by CRISP's released code and by lm-evaluation-harness's templates. */
class PublishedPromptsTest {

    private static final Question TOY = new Question("Which letter comes first?", List.of("a", "b", "c", "d"), 0);

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void crispsPromptIsThePublishedOne() throws Exception {
        String prompt = MultipleChoiceConfig.of(Protocol.CRISP_LETTERS).prompt(TOY);
        assertThat(prompt.getBytes(StandardCharsets.UTF_8)).hasSize(115);
        assertThat(sha256(prompt)).isEqualTo("e3f2701cccfc467a35dc9078753e2fc4d6d8c62ea6459f5bc73e9cfe6d92beb1");
    }

    @Test
    void theHarnesssPromptIsThePublishedOne() throws Exception {
        String prompt = MultipleChoiceConfig.of(Protocol.HARNESS_LETTERS).prompt(TOY.about("biology"));
        assertThat(prompt.getBytes(StandardCharsets.UTF_8)).hasSize(128);
        assertThat(sha256(prompt)).isEqualTo("0ad05af2847204c4351a1beb574965f6b4078c2e46b2772d83389998190b19b8");
    }

    @Test
    void examplesStandAnsweredBeforeTheQuestion() {
        Question shot = new Question(" Which is a colour? ", List.of("dog", "red"), 1);
        assertThat(MultipleChoiceConfig.harness(List.of(shot)).prompt(TOY.about("college_biology")))
                .isEqualTo("The following are multiple choice questions (with answers) about college biology.\n\n"
                        + "Which is a colour?\nA. dog\nB. red\nAnswer: B\n\n"
                        + "Which letter comes first?\nA. a\nB. b\nC. c\nD. d\nAnswer:");
    }

    @Test
    void aQuestionThatSpeaksOfPlacesStaysAsItIs() {
        Question odd = new Question("What is {choices} or {question}?", List.of("{question}", "{shots}"), 0);
        assertThat(MultipleChoiceConfig.of(Protocol.CRISP_LETTERS).prompt(odd))
                .endsWith("\n\nWhat is {choices} or {question}?\nA. {question}\nB. {shots}\nAnswer:\n");
    }

    @Test
    void publishedPromptsAreFixedAndCrispsIsZeroShot() {
        assertThatThrownBy(() -> MultipleChoiceConfig.of(Protocol.CRISP_LETTERS).withTemplate("{question}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fixed");
        assertThatThrownBy(() -> new MultipleChoiceConfig(
                        Protocol.CRISP_LETTERS, Protocol.CRISP_LETTERS.template(), 8, List.of(TOY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero-shot");
    }
}
