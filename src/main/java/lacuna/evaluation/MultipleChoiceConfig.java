package lacuna.evaluation;

import java.util.List;

/**
 * How to ask.
 *
 * @param template what stands before a choice or a letter; {@value #PLACE} is replaced by the question. A space and the choice, or what
 *     the protocol says, follow it.
 * @param batchSize rows in a pass, at most: one for each choice of a question, or one for each question asked by letter
 * @param shots answered questions before the one asked; {@link Protocol#HARNESS_LETTERS} only
 */
public record MultipleChoiceConfig(Protocol protocol, String template, int batchSize, List<Question> shots) {

    /** Where the question goes. */
    public static final String PLACE = "{question}";

    public static final String DEFAULT_TEMPLATE = "Question: " + PLACE + "\nAnswer:";

    static final String CHOICES = "{choices}";
    static final String SUBJECT = "{ about subject}";
    static final String SHOTS = "{shots}";

    private static final int ROWS = 32;
    private static final int LETTER_ROWS = 8;

    public MultipleChoiceConfig {
        shots = List.copyOf(shots);
        if (!template.contains(PLACE)) {
            throw new IllegalArgumentException("the template '" + template + "' does not contain " + PLACE);
        }
        if (protocol.isByLetter() && !template.equals(protocol.template())) {
            throw new IllegalArgumentException("the prompt of the protocol " + protocol.title() + " is fixed");
        }
        if (!shots.isEmpty() && protocol != Protocol.HARNESS_LETTERS) {
            throw new IllegalArgumentException("the protocol " + protocol.title() + " is zero-shot");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
    }

    /** Zero-shot. */
    public MultipleChoiceConfig(Protocol protocol, String template, int batchSize) {
        this(protocol, template, batchSize, List.of());
    }

    /** By continuation likelihood. */
    public static MultipleChoiceConfig defaults() {
        return of(Protocol.CONTINUATION_LIKELIHOOD);
    }

    /** Zero-shot, with the prompt that belongs to the protocol. */
    public static MultipleChoiceConfig of(Protocol protocol) {
        return new MultipleChoiceConfig(protocol, protocol.template(), protocol.isByLetter() ? LETTER_ROWS : ROWS);
    }

    /** lm-evaluation-harness's prompt with answered examples. */
    public static MultipleChoiceConfig harness(List<Question> shots) {
        return new MultipleChoiceConfig(
                Protocol.HARNESS_LETTERS, Protocol.HARNESS_LETTERS.template(), LETTER_ROWS, shots);
    }

    public MultipleChoiceConfig withTemplate(String other) {
        return new MultipleChoiceConfig(protocol, other, batchSize, shots);
    }

    /** What the model reads before a choice or a letter. */
    public String prompt(Question question) {
        return switch (protocol) {
            case CONTINUATION_LIKELIHOOD -> template.replace(PLACE, question.question());
            case CRISP_LETTERS -> filled(template, question, question.question());
            case HARNESS_LETTERS ->
                filled(
                        template.replace(SHOTS, renderedShots()),
                        question,
                        question.question().strip());
        };
    }

    /** The template with the examples in it: two results that differ in them are not comparable. */
    String asked() {
        return template.replace(SHOTS, renderedShots());
    }

    private String renderedShots() {
        StringBuilder text = new StringBuilder();
        for (Question shot : shots) {
            text.append(shot.question().strip()).append('\n').append(lettered(shot));
            text.append("\nAnswer: ").append(shot.letter(shot.answer())).append("\n\n");
        }
        return text.toString();
    }

    // in one pass over the template, so that a question that speaks of "{choices}" stays as it is
    private static String filled(String template, Question question, String text) {
        String subject = question.subject().isEmpty()
                ? ""
                : " about " + question.subject().replace('_', ' ');
        int place = template.lastIndexOf(PLACE);
        int choices = template.lastIndexOf(CHOICES);
        return template.substring(0, place).replace(SUBJECT, subject)
                + text
                + template.substring(place + PLACE.length(), choices)
                + lettered(question)
                + template.substring(choices + CHOICES.length());
    }

    private static String lettered(Question question) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < question.choices().size(); i++) {
            lines.append(i == 0 ? "" : "\n")
                    .append(question.letter(i))
                    .append(". ")
                    .append(question.choices().get(i));
        }
        return lines.toString();
    }
}
