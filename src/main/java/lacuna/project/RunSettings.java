package lacuna.project;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@code settings.json}: what a whole flow was started with, everything needed to repeat it. The training stage writes its own
 * {@code run.json} beside it.
 *
 * @param key changes when any input or setting that decides the result changes; versions and device are not part of it
 * @param project name of the project
 * @param folder the project folder, for a person to find it again
 * @param started when the run began, ISO 8601
 * @param seed of everything random
 * @param source whether the features were chosen by the method or by a person's marks
 * @param selection how features are chosen
 * @param statistics how the corpora are read
 * @param unlearning how the adapter is trained
 * @param generation how the prompts are continued
 * @param lacuna version
 * @param pytorch version
 * @param java version
 * @param system operating system
 * @param device what computed, with the number of threads
 * @param inputs SHA-256 of each input file, by its path in the project folder
 */
public record RunSettings(
        String key,
        String project,
        String folder,
        String started,
        long seed,
        SelectionSource source,
        SelectionSettings selection,
        ProjectManifest.StatisticsSettings statistics,
        @Nullable UnlearnConfig unlearning,
        ProjectManifest.GenerationSettings generation,
        String lacuna,
        String pytorch,
        String java,
        String system,
        String device,
        Map<String, String> inputs) {

    /** What sets two runs apart, in words. */
    static String difference(RunSettings found, RunSettings wanted) {
        if (found.seed() != wanted.seed()) {
            return "seed " + found.seed() + ", not " + wanted.seed();
        }
        if (found.source() != wanted.source()) {
            return "features chosen by " + (found.source() == SelectionSource.MARKS ? "marks" : "the method");
        }
        if (!found.selection().equals(wanted.selection())) {
            return "another selection (" + found.selection() + ", not " + wanted.selection() + ")";
        }
        if (!Objects.equals(found.unlearning(), wanted.unlearning())) {
            return "other training settings";
        }
        if (!found.inputs().equals(wanted.inputs())) {
            return "other input files (" + changed(found.inputs(), wanted.inputs()) + ")";
        }
        return "other settings";
    }

    private static String changed(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
        return names.first() + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }
}
