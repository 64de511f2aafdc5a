package lacuna.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a multiple-choice question is put to the model. The same model scores several points apart under different protocols, so every
 * result carries its own and results of different protocols are never compared.
 */
// decision: CRISP's letter prompt and lm-evaluation-harness's stand beside this one when they are built; see
// MultipleChoice
public enum Protocol {

    /** The choice whose text is the most probable continuation of the question; choices are not shown to the model. */
    @JsonProperty("continuation likelihood")
    CONTINUATION_LIKELIHOOD("continuation likelihood");

    private final String title;

    Protocol(String title) {
        this.title = title;
    }

    /** The name shown beside every number. */
    public String title() {
        return title;
    }
}
