package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import lacuna.project.AfterTraining;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;

/**
 * What the form asks for: one run, or one for each combination of the values that vary.
 *
 * @param schedule what is looked at while training
 * @param after what follows the training
 * @param vary values of a setting by its name in files; empty for one run
 */
public record RunOrder(
        UnlearnConfig config, RunSchedule schedule, AfterTraining after, Map<String, List<JsonNode>> vary) {

    /** What is asked for beside the settings of the training itself. */
    record Extras(RunSchedule schedule, AfterTraining after, Map<String, List<JsonNode>> vary) {

        static final Extras NONE = new Extras(RunSchedule.NONE, AfterTraining.STOP, Map.of());

        int runs() {
            return vary.values().stream().mapToInt(List::size).reduce(1, Math::multiplyExact);
        }

        /** Whether the method chooses the features, because their number varies. */
        boolean choosesFeatures() {
            return vary.containsKey(Vary.K.key());
        }
    }
}
