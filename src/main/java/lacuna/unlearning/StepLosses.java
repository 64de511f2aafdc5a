package lacuna.unlearning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Losses of one step, before its update.
 *
 * @param byName weights not applied, in the order in which they are shown
 * @param total weighted sum, what is minimised
 * @param suppressedActivity mean activation of the chosen features on the step's target tokens, if there are such features
 */
public record StepLosses(Map<String, Double> byName, double total, OptionalDouble suppressedActivity) {

    public StepLosses {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName)); // keeps its order
    }
}
