package lacuna.project;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import lacuna.unlearning.RunSchedule;
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
 * @param schedule what is looked at while training; null in files written before there was a choice
 * @param code SHA-256 of the program that ran; null in files written before it was recorded
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
        Map<String, String> inputs,
        @Nullable RunSchedule schedule,
        @Nullable String code) {

    static RunSettings of(LoadedProject loaded, RunRequest request, Map<String, String> inputs) {
        ProjectManifest manifest = loaded.project().manifest();
        UnlearnConfig config = request.config();
        List<Object> deciding = new ArrayList<>(List.of(
                config.seed(),
                request.source(),
                request.selection(),
                manifest.statistics(),
                config,
                manifest.generation(),
                manifest.saes(),
                inputs));
        if (request.schedule().kept() == RunSchedule.Kept.BEST) {
            deciding.add(request.schedule()); // only then does it decide which adapter is left
        }
        return new RunSettings(
                Fingerprints.key(deciding.toArray()),
                manifest.name(),
                loaded.project().folder().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                config.seed(),
                request.source(),
                request.selection(),
                manifest.statistics(),
                config,
                manifest.generation(),
                Versions.lacuna(),
                loaded.torch().version(),
                Versions.java(),
                Versions.operatingSystem(),
                loaded.torch().deviceName(),
                inputs,
                request.schedule(),
                Versions.code());
    }

    /** The same run with other training settings from here on. */
    RunSettings with(UnlearnConfig other) {
        return new RunSettings(
                key,
                project,
                folder,
                started,
                seed,
                source,
                selection,
                statistics,
                other,
                generation,
                lacuna,
                pytorch,
                java,
                system,
                device,
                inputs,
                schedule,
                code);
    }

    String codeOrUnknown() {
        return code == null ? "not recorded" : code;
    }

    RunSchedule scheduleOrNone() {
        return schedule == null ? RunSchedule.NONE : schedule;
    }

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
