package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.run.LacunaException;

/**
 * Of several runs those whose figures may stand beside each other, and the rest, each with the reason why not.
 *
 * @param comparison empty where no run has been measured
 * @param unmeasured names of runs that have not been evaluated yet
 * @param leftOut measured runs whose figures do not belong with the others'
 */
public record ComparableRuns(Optional<RunComparison> comparison, List<String> unmeasured, List<LeftOut> leftOut) {

    /** A measured run that cannot be compared, and why, as a sentence. */
    public record LeftOut(String run, String reason) {}

    public ComparableRuns {
        unmeasured = List.copyOf(unmeasured);
        leftOut = List.copyOf(leftOut);
    }

    /** Names of runs that have to be evaluated, or evaluated again, before every run has the same figures. */
    public List<String> toEvaluate() {
        List<String> names = new ArrayList<>(unmeasured);
        comparison.map(RunComparison::notAskedGeneral).ifPresent(names::addAll);
        return names;
    }

    /** @param folders the first that can be compared decides which questions the others must have been asked */
    public static ComparableRuns of(List<RunFolder> folders) throws LacunaException {
        List<RunFolder> kept = new ArrayList<>();
        List<String> unmeasured = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (RunFolder folder : folders) {
            String name = String.valueOf(folder.folder().getFileName());
            if (!folder.has(RunFolder.EVALUATION)) {
                unmeasured.add(name);
                continue;
            }
            try {
                RunComparison.of(kept.isEmpty() ? List.of(folder) : List.of(kept.get(0), folder));
                kept.add(folder);
            } catch (LacunaException e) {
                leftOut.add(new LeftOut(name, String.valueOf(e.getMessage())));
            }
        }
        Optional<RunComparison> comparison = kept.isEmpty() ? Optional.empty() : Optional.of(RunComparison.of(kept));
        return new ComparableRuns(comparison, unmeasured, leftOut);
    }
}
