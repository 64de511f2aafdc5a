package lacuna.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;

/**
 * Which questions are asked, and how.
 *
 * @param file questions in any form that {@link QuestionSet#read} reads
 * @param shots answered questions that stand before each; {@link Protocol#HARNESS_LETTERS} only
 * @param part half of the set
 * @param orders in which other orders of the choices, if any
 */
public record AskPlan(
        Path file,
        Protocol protocol,
        Optional<Path> shots,
        QuestionSet.Part part,
        Optional<OptionOrders.Orders> orders) {

    /** The questions of the plan. */
    public QuestionSet questions() throws LacunaException {
        return QuestionSet.read(file).part(part);
    }

    MultipleChoiceConfig config() throws LacunaException {
        if (shots.isEmpty()) {
            return MultipleChoiceConfig.of(protocol);
        }
        if (protocol != Protocol.HARNESS_LETTERS) {
            throw new LacunaException(
                    "Answered examples go with lm-evaluation-harness\u2019s prompt; the other protocols are zero-shot.");
        }
        return MultipleChoiceConfig.harness(
                List.copyOf(QuestionSet.read(shots.get()).questions()));
    }
}
