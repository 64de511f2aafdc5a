package lacuna.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.RunSettings;
import lacuna.project.RunSummary;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.RunChoice;
import lacuna.ui.train.RunMetrics;
import lacuna.ui.train.RunState;
import lacuna.ui.train.TrainRun;
import lacuna.unlearning.Checks;
import lacuna.unlearning.RunRecord;
import lacuna.unlearning.TrainingLog;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnRun;
import org.jspecify.annotations.Nullable;

/** The runs that lie in a project's folder. */
final class RunList {

    private RunList() {}

    /** Newest first. A folder that cannot be read is passed over, with a line in the log. */
    static List<TrainRun> read(Project project, Progress progress) throws LacunaException {
        List<TrainRun> runs = new ArrayList<>();
        for (Path folder : project.runFolders()) {
            try {
                readOne(folder).ifPresent(runs::add);
            } catch (LacunaException e) {
                progress.log("The run " + folder.getFileName() + " is not listed: " + e.getMessage());
            }
        }
        return runs;
    }

    /** Those that have an adapter to try. */
    static List<TrainRun> trained(Project project, Progress progress) throws LacunaException {
        return read(project, progress).stream()
                .filter(run -> run.state() == RunState.FINISHED)
                .toList();
    }

    /** The same, to choose from. */
    static List<RunChoice> choices(Project project, Progress progress) throws LacunaException {
        return trained(project, progress).stream()
                .map(run -> new RunChoice(run.name(), detail(run)))
                .toList();
    }

    /** "CRISP aligned, 60 features, 150 steps". */
    static String detail(TrainRun run) {
        if (run.stepsPlanned() == 0) {
            return String.format(
                    "%s, %,d features, nothing trained", run.config().title(), run.features());
        }
        return String.format(
                "%s %s, %,d features, %,d steps",
                run.config().title(), run.config().variant(), run.features(), run.stepsPlanned());
    }

    private static Optional<TrainRun> readOne(Path folder) throws LacunaException {
        Optional<RunSettings> settings = RunFolder.at(folder).settings();
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        UnlearnRun files = UnlearnRun.resume(folder);
        String name = String.valueOf(folder.getFileName());
        Instant started = started(settings.get());
        String failure = RunFolder.at(folder).failure();
        if (!Files.exists(files.record())) {
            return begun(name, started, settings.get().unlearning(), failure);
        }
        RunRecord record = RunRecord.read(files.record());
        boolean resumable = record.status() != RunRecord.Status.FINISHED && Files.exists(files.checkpoint());
        String problem = record.problem() == null ? failure : record.problem();
        return Optional.of(new TrainRun(
                name,
                started,
                state(record.status()),
                record.config(),
                record.selected().size(),
                record.stepsPlanned(),
                TrainingLog.read(files.log()),
                resumable,
                problem,
                metrics(folder),
                Checks.read(files.checks())));
    }

    /** Stopped before the first step: nothing to go on from, but it was asked for and may be wanted again. */
    private static Optional<TrainRun> begun(
            String name, Instant started, @Nullable UnlearnConfig config, String failure) {
        return config == null
                ? Optional.empty()
                : Optional.of(new TrainRun(
                        name,
                        started,
                        failure.isEmpty() ? RunState.INTERRUPTED : RunState.FAILED,
                        config,
                        0,
                        config.steps(),
                        List.of(),
                        false,
                        failure,
                        RunMetrics.NONE,
                        List.of()));
    }

    private static RunMetrics metrics(Path folder) throws LacunaException {
        Path file = folder.resolve(RunFolder.SUMMARY);
        return Files.exists(file) ? RunMetrics.of(Json.read(file, RunSummary.class)) : RunMetrics.NONE;
    }

    private static RunState state(RunRecord.Status status) {
        return switch (status) {
            case FINISHED -> RunState.FINISHED;
            case CANCELLED -> RunState.CANCELLED;
            case FAILED -> RunState.FAILED;
            // nothing trains while Train reads this, for one thread does both; who reads it aside wants finished ones
            case RUNNING -> RunState.INTERRUPTED;
        };
    }

    private static Instant started(RunSettings settings) {
        try {
            return Instant.parse(settings.started());
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // edited by hand: listed last
        }
    }
}
