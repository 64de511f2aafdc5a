package lacuna.evaluation;

/**
 * How to ask.
 *
 * @param template what stands before a choice; {@value #PLACE} is replaced by the question. A space and the choice follow it.
 * @param batchSize rows (one for each choice of a question) in a pass, at most
 */
public record MultipleChoiceConfig(Protocol protocol, String template, int batchSize) {

    /** Where the question goes. */
    public static final String PLACE = "{question}";

    public static final String DEFAULT_TEMPLATE = "Question: " + PLACE + "\nAnswer:";

    public MultipleChoiceConfig {
        if (!template.contains(PLACE)) {
            throw new IllegalArgumentException("the template '" + template + "' does not contain " + PLACE);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
    }

    public static MultipleChoiceConfig defaults() {
        return new MultipleChoiceConfig(Protocol.CONTINUATION_LIKELIHOOD, DEFAULT_TEMPLATE, 32);
    }

    public MultipleChoiceConfig withTemplate(String other) {
        return new MultipleChoiceConfig(protocol, other, batchSize);
    }

    /** What the model reads before a choice. */
    public String prompt(Question question) {
        return template.replace(PLACE, question.question());
    }
}
