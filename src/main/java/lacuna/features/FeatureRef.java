package lacuna.features;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;

/**
 * A feature by the place its SAE reads and its number there, counted from 0. Ordered by place, then number.
 *
 * @param hook where the SAE reads
 */
public record FeatureRef(HookPoint hook, int feature) implements Comparable<FeatureRef> {

    private static final Pattern NAME = Pattern.compile("(.+)/(\\d{1,9})(@.*)?");

    private static final Comparator<FeatureRef> ORDER =
            Comparator.comparing(FeatureRef::hook).thenComparingInt(FeatureRef::feature);

    /**
     * Reads {@code resid_post.4/317}, {@code 4/317}, or either with {@code @} and a hash behind it.
     *
     * @param widths how many features there are at each place
     * @throws LacunaException if it is no such name, or there is no such feature
     */
    public static FeatureRef parse(String name, Map<HookPoint, Integer> widths) throws LacunaException {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new LacunaException(
                    "\"" + name + "\" names no feature. Write layer and number, such as resid_post.4/317.");
        }
        HookPoint hook = place(parts.group(1), widths);
        int feature = Integer.parseInt(parts.group(2));
        int width = Objects.requireNonNull(widths.get(hook));
        if (feature >= width) {
            throw new LacunaException(
                    "There is no feature " + feature + " at " + hook + ": its SAE has " + width + ", counted from 0.");
        }
        return new FeatureRef(hook, feature);
    }

    private static HookPoint place(String named, Map<HookPoint, Integer> widths) throws LacunaException {
        List<HookPoint> found = widths.keySet().stream()
                .filter(hook -> hook.toString().equals(named)
                        || Integer.toString(hook.layer()).equals(named))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String there = String.join(
                ", ", widths.keySet().stream().sorted().map(HookPoint::toString).toList());
        throw new LacunaException(
                found.isEmpty()
                        ? "There is no SAE at \"" + named + "\". There are some at " + there + "."
                        : "Layer " + named + " has several SAEs. Name one of " + there + ".");
    }

    @Override
    public int compareTo(FeatureRef other) {
        return ORDER.compare(this, other);
    }

    /** {@code resid_post.4/317}. */
    @Override
    public String toString() {
        return hook + "/" + feature;
    }
}
