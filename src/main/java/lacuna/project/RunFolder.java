package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import lacuna.run.AtomicFiles;
import lacuna.run.FolderLock;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.unlearning.OutOfMemory;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** One run's folder: what it was started with, what each stage left there, and how long each took. */
public final class RunFolder {

    /** What the flow was started with. */
    public static final String SETTINGS = "settings.json";

    public static final String SELECTION = "selection.json";
    public static final String ADAPTER = "adapter";
    public static final String TRAINING = "training.jsonl";
    public static final String EVALUATION = "evaluation.json";
    public static final String EVALUATION_BEFORE = "evaluation-before.json";
    public static final String SUMMARY = "summary.json";

    /** Why the last sitting failed; absent if it did not. */
    public static final String FAILURE = "failure.json";

    private static final String SECONDS = "seconds.json";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss", Locale.ROOT);

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /** A folder of the user's choosing; made when something is written. */
    public static RunFolder at(Path folder) {
        return new RunFolder(folder.toAbsolutePath().normalize());
    }

    /** A new folder under the project's {@code runs}, named after time and method. */
    public static RunFolder create(Project project, UnlearnConfig config, LocalDateTime now) {
        String name = STAMP.format(now) + "-" + config.variant();
        Path folder = project.runs().resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = project.runs().resolve(name + "-" + i);
        }
        return new RunFolder(folder);
    }

    /**
     * The adapter folder meant by a path: the path itself, or {@code adapter} in it.
     *
     * @throws LacunaException if there is none
     */
    public static Path adapterIn(Path path) throws LacunaException {
        if (RunModel.clampsIn(path).isPresent()) {
            throw new LacunaException(
                    path + " is a run that clamps features while the model runs. It leaves no adapter, and"
                            + " the weights as they were, so there is nothing to export or to merge; 'generate', 'evaluate' and"
                            + " 'attack' take it as it is.");
        }
        for (Path candidate : new Path[] {path, path.resolve(ADAPTER)}) {
            if (Files.isRegularFile(candidate.resolve("adapter_config.json"))) {
                return candidate;
            }
        }
        throw new LacunaException("There is no adapter in " + path + ": neither adapter_config.json nor " + ADAPTER
                + "/adapter_config.json. Name a PEFT folder, or the folder of a run that finished training.");
    }

    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public Path adapter() {
        return folder.resolve(ADAPTER);
    }

    public boolean has(String name) {
        return Files.exists(file(name));
    }

    /** What the folder was started with, if it is a run's. */
    public Optional<RunSettings> settings() throws LacunaException {
        return has(SETTINGS) ? Optional.of(Json.read(file(SETTINGS), RunSettings.class)) : Optional.empty();
    }

    /**
     * A stopped run as it would be lined up again: with what it was started with. It goes on from what is in the folder.
     *
     * @throws LacunaException if nothing was ever started here
     */
    public RunQueue.Entry requestAgain(String name) throws LacunaException {
        RunSettings started =
                settings().orElseThrow(() -> new LacunaException(folder + " holds no run. Start a new one."));
        UnlearnConfig config = started.unlearning();
        if (config == null) {
            throw new LacunaException(folder + " does not say how it was trained. Start a new run.");
        }
        RunRequest request =
                new RunRequest(started.source(), null, started.selection(), config, started.scheduleOrNone());
        return new RunQueue.Entry(name, request, AfterTraining.STOP);
    }

    /**
     * Takes the folder for a run: an empty one gets its settings, one with the same settings is gone on with.
     *
     * @return what is recorded: of the run's first start
     * @throws LacunaException if the folder holds a run with other settings or other inputs, or other files
     */
    RunSettings claim(RunSettings wanted) throws LacunaException {
        Optional<RunSettings> found = settings();
        if (found.isPresent()) {
            if (!found.get().key().equals(wanted.key())) {
                throw new LacunaException(folder + " holds a run with " + RunSettings.difference(found.get(), wanted)
                        + ". Name another folder with --out, or remove this one.");
            }
            return found.get();
        }
        requireEmpty();
        Json.write(file(SETTINGS), wanted);
        return wanted;
    }

    /**
     * Keeps every other writer out until it is closed.
     *
     * @throws LacunaException if the folder is another run's at work, or holds other files
     */
    FolderLock lock() throws LacunaException {
        if (settings().isEmpty()) {
            requireEmpty();
        }
        return FolderLock.take(folder);
    }

    private void requireEmpty() throws LacunaException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new LacunaException(folder + " is a file; a run needs a folder. Name another one.");
        }
        try (var entries = Files.list(folder)) {
            if (entries.anyMatch(RunFolder::isForeign)) {
                throw new LacunaException(
                        folder + " is not empty and holds no run of Lacuna's. Name a new or an empty folder.");
            }
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot look into " + folder + ": " + e.getMessage() + ". Name another folder.", e);
        }
    }

    private static boolean isForeign(Path entry) {
        String name = entry.getFileName().toString();
        return !name.endsWith(".part") && !name.equals(FolderLock.FILE);
    }

    /** What stopped the last sitting, as a sentence; empty if nothing did. */
    public String failure() throws LacunaException {
        return has(FAILURE) ? Json.read(file(FAILURE), Failure.class).problem() : "";
    }

    /** Settings that need less memory, where the last sitting ran out of it. */
    Optional<UnlearnConfig> lighter() throws LacunaException {
        return has(FAILURE)
                ? Optional.ofNullable(Json.read(file(FAILURE), Failure.class).lighter())
                : Optional.empty();
    }

    void failure(LacunaException problem) throws LacunaException {
        UnlearnConfig lighter =
                problem instanceof OutOfMemory memory ? memory.lighter().orElse(null) : null;
        Json.write(file(FAILURE), new Failure(String.valueOf(problem.getMessage()), lighter));
    }

    /** Goes on with other training settings; the record of what was asked for at first stays in its key. */
    RunSettings change(RunSettings settings, UnlearnConfig other) throws LacunaException {
        RunSettings changed = settings.with(other);
        Json.write(file(SETTINGS), changed);
        return changed;
    }

    void clearFailure() {
        AtomicFiles.deleteTree(file(FAILURE));
    }

    /** The file {@link #FAILURE}. */
    private record Failure(String problem, @Nullable UnlearnConfig lighter) {}

    /** Seconds that the stages took so far, all sittings together. */
    RunSeconds seconds() throws LacunaException {
        return has(SECONDS) ? Json.read(file(SECONDS), RunSeconds.class) : RunSeconds.NONE;
    }

    void seconds(RunSeconds seconds) throws LacunaException {
        Json.write(file(SECONDS), seconds);
    }
}
