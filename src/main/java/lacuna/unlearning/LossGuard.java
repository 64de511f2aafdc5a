package lacuna.unlearning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When a loss is no longer believed: it is not a finite number, or, after the first {@value #WARM} steps, its total is more than
 * {@value #FACTOR} times the median total of the last {@value #WINDOW} steps.
 */
final class LossGuard {

    private static final int WARM = 20;
    private static final int WINDOW = 100;
    private static final double FACTOR = 1000;

    private final Deque<Double> recent = new ArrayDeque<>();

    /** What is wrong with a step's losses, in words; empty if nothing is. */
    String problem(StepLosses losses) {
        if (!Double.isFinite(losses.total())) {
            return "the losses are " + words(losses.byName());
        }
        if (recent.size() < WARM) {
            return "";
        }
        double median = recent.stream().mapToDouble(Math::abs).sorted().toArray()[recent.size() / 2];
        return Math.abs(losses.total()) > FACTOR * median && median > 0
                ? String.format(
                        Locale.ROOT,
                        "the total loss is %.4g, more than %.0f times the median of the last %d steps (%s)",
                        losses.total(),
                        FACTOR,
                        recent.size(),
                        words(losses.byName()))
                : "";
    }

    private static String words(Map<String, Double> losses) {
        return losses.entrySet().stream()
                .map(loss -> String.format(Locale.ROOT, "%s %.4g", loss.getKey(), loss.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A step that was believed. */
    void add(double total) {
        recent.addLast(total);
        if (recent.size() > WINDOW) {
            recent.removeFirst();
        }
    }
}
