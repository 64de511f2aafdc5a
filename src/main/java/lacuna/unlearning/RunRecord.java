package lacuna.unlearning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: everything needed to repeat a run, and how it ended.
 *
 * @param method its name, such as "crisp"
 * @param status where it stands
 * @param config all settings, the seed among them
 * @param selected the suppressed features
 * @param versions of lacuna, java, pytorch and the operating system
 * @param device "cpu (2 threads)"; sums differ in the last digits between devices and thread counts
 * @param hashes SHA-256 of model, SAEs and corpora by name
 * @param trainableParameters values in the adapter
 * @param stepsPlanned steps in all
 * @param stepsDone steps done when this was written
 * @param problem why it failed, if it did
 * @param schedule what was looked at while training; null in records written before there was a choice
 * @param best the best check so far; null if none was made
 */
public record RunRecord(
        String method,
        Status status,
        UnlearnConfig config,
        List<SelectedFeature> selected,
        Map<String, String> versions,
        String device,
        Map<String, String> hashes,
        long trainableParameters,
        int stepsPlanned,
        int stepsDone,
        @Nullable String problem,
        @Nullable RunSchedule schedule,
        @Nullable Best best) {

    /**
     * The best check so far.
     *
     * @param rule how it was found, in words
     */
    public record Best(int step, double score, String rule) {}

    /** How a run stands. */
    public enum Status {
        RUNNING,
        FINISHED,
        CANCELLED,
        FAILED
    }

    /** @throws LacunaException if there is no run in the folder, or its record is damaged */
    public static RunRecord read(Path file) throws LacunaException {
        return Json.read(file, RunRecord.class);
    }

    RunRecord at(Status now, int steps, @Nullable String why, Optional<LiveCheck> bestCheck) {
        return new RunRecord(
                method,
                now,
                config,
                selected,
                versions,
                device,
                hashes,
                trainableParameters,
                stepsPlanned,
                steps,
                why,
                schedule,
                bestCheck
                        .map(check -> new Best(check.step(), check.score().orElseThrow(), RunSchedule.RULE))
                        .orElse(null));
    }

    static Map<String, String> versions(Torch torch) {
        Map<String, String> versions = new TreeMap<>();
        String own = RunRecord.class.getPackage().getImplementationVersion();
        versions.put("lacuna", own == null ? "development" : own);
        versions.put("pytorch", torch.version());
        versions.put("java", System.getProperty("java.version"));
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }
}
