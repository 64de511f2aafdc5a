package lacuna.unlearning;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One line of {@code training.jsonl}, the method's losses standing among the other numbers:
 *
 * <pre>{"step":1,"unlearn":0.9,"retain":0.0,"coherence":0.0,"total":0.009,"gradientNorm":0.4,"seconds":0.2,"suppressedActivity":1.6}</pre>
 *
 * @param step from 1: the number of updates made once this line is written
 * @param losses by name, as before the step's update, without their weights
 * @param total weighted sum, what is minimised
 * @param gradientNorm global L2 norm before clipping
 * @param seconds the step took
 * @param suppressedActivity mean activation of the chosen features on the step's target tokens, if there are such features
 */
public record TrainingStep(
        int step,
        Map<String, Double> losses,
        double total,
        double gradientNorm,
        double seconds,
        OptionalDouble suppressedActivity) {

    private static final String STEP = "step";
    private static final String TOTAL = "total";
    private static final String NORM = "gradientNorm";
    private static final String SECONDS = "seconds";
    private static final String ACTIVITY = "suppressedActivity";

    public TrainingStep {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses)); // keeps its order
    }

    static TrainingStep of(int step, StepLosses losses, double gradientNorm, double seconds) {
        return new TrainingStep(
                step, losses.byName(), losses.total(), gradientNorm, seconds, losses.suppressedActivity());
    }

    /** A loss by its name; not a number if the method has none of that name. */
    public double loss(String name) {
        return losses.getOrDefault(name, Double.NaN);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TrainingStep ofLine(Map<String, Double> line) {
        Map<String, Double> rest = new LinkedHashMap<>(line);
        double step = take(rest, STEP);
        double total = take(rest, TOTAL);
        double norm = take(rest, NORM);
        double seconds = take(rest, SECONDS);
        Double activity = rest.remove(ACTIVITY);
        return new TrainingStep(
                (int) step,
                rest,
                total,
                norm,
                seconds,
                activity == null ? OptionalDouble.empty() : OptionalDouble.of(activity));
    }

    private static double take(Map<String, Double> line, String name) {
        Double value = line.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("a line says no " + name);
        }
        return value;
    }

    @JsonValue
    Map<String, Object> line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(STEP, step);
        line.putAll(losses);
        line.put(TOTAL, total);
        line.put(NORM, gradientNorm);
        line.put(SECONDS, seconds);
        suppressedActivity.ifPresent(activity -> line.put(ACTIVITY, activity));
        return line;
    }
}
