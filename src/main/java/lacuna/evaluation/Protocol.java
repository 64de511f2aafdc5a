package lacuna.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * How a multiple-choice question is put to the model. The same model scores several points apart under different protocols, so every
 * result carries its own and results of different protocols are never compared (see {@link AccuracyTable}).
 */
public enum Protocol {

    /** The choice whose text is the most probable continuation of the question; choices are not shown to the model. */
    @JsonProperty("continuation likelihood")
    CONTINUATION_LIKELIHOOD("continuation", "continuation likelihood", MultipleChoiceConfig.DEFAULT_TEMPLATE),

    /**
     * As CRISP's released code asks: the choices under letters, and the letter of the largest logit on the line behind "Answer:", the
     * letters encoded without a space. Zero-shot.
     */
    @JsonProperty("CRISP letters")
    CRISP_LETTERS(
            "crisp",
            "CRISP letters",
            "\nThe following is a multiple choice question (with answer).\n\n" + MultipleChoiceConfig.PLACE + "\n"
                    + MultipleChoiceConfig.CHOICES + "\nAnswer:\n"),

    /**
     * As lm-evaluation-harness asks for WMDP and MMLU: a header that names the subject, answered examples if any, and the letter with a
     * leading space that is the most probable continuation of "Answer:".
     */
    @JsonProperty("harness letters")
    HARNESS_LETTERS(
            "harness",
            "harness letters",
            "The following are multiple choice questions (with answers)" + MultipleChoiceConfig.SUBJECT + ".\n\n"
                    + MultipleChoiceConfig.SHOTS + MultipleChoiceConfig.PLACE + "\n" + MultipleChoiceConfig.CHOICES
                    + "\nAnswer:");

    private final String word;
    private final String title;
    private final String template;

    Protocol(String word, String title, String template) {
        this.word = word;
        this.title = title;
        this.template = template;
    }

    /**
     * The protocol that people mean by a word on the command line or in a project file.
     *
     * @throws IllegalArgumentException listing the words there are
     */
    public static Protocol named(String word) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.word.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("questions are asked by '" + word + "'; expected one of "
                                + Arrays.stream(values()).map(Protocol::word).toList()));
    }

    /** What people write for it: continuation, crisp or harness. */
    public String word() {
        return word;
    }

    /** The name shown beside every number. */
    public String title() {
        return title;
    }

    /** What the model reads, with places for what belongs to a question. */
    String template() {
        return template;
    }

    /** Whether the choices are shown under letters, of which one is chosen. */
    public boolean isByLetter() {
        return this != CONTINUATION_LIKELIHOOD;
    }
}
