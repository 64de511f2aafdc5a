package lacuna.persistence;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that asked the same questions in the same way. Only such may stand in one figure.
 *
 * @param checks at least one, in the order they were given
 */
public record ComparableChecks(Persistence.Basis basis, List<Persistence> checks) {

    public ComparableChecks {
        checks = List.copyOf(checks);
    }

    /** Those that belong together, the group with the most questions first. */
    public static List<ComparableChecks> of(List<Persistence> checks) {
        Map<Persistence.Basis, List<Persistence>> groups = checks.stream()
                .collect(Collectors.groupingBy(Persistence::basis, LinkedHashMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> new ComparableChecks(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingInt((ComparableChecks group) -> group.basis.questions())
                        .reversed())
                .toList();
    }

    /** The check that brought most back; empty where nothing had been unlearned. */
    public Optional<Persistence> worst() {
        return checks.stream()
                .filter(check -> Double.isFinite(check.recovered()))
                .max(Comparator.comparingDouble(Persistence::recovered));
    }

    /** What the worst brought back, as a share of what was lost; at least 0, NaN where nothing had been unlearned. */
    public double mostRecovered() {
        return worst().map(check -> Math.max(0, check.recovered())).orElse(Double.NaN);
    }
}
