package lacuna.unlearning;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.model.Trainable;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** The checks of one run: when they are due, {@code checks.jsonl}, and in {@code best/} the state that did best. */
public final class Checks {

    private final RunSchedule schedule;
    private final RunCheck check;
    private final UnlearnRun run;
    private final List<LiveCheck> made = new ArrayList<>();

    Checks(RunSchedule schedule, RunCheck check, UnlearnRun run) {
        this.schedule = schedule;
        this.check = check;
        this.run = run;
    }

    /** Takes up the checks of the steps that are done; later ones are made again. */
    void begin(int steps) throws LacunaException {
        if (steps > 0) {
            read(run.checks()).stream().filter(line -> line.step() <= steps).forEach(made::add);
        } else {
            AtomicFiles.deleteTree(run.best());
        }
        if (steps > 0 || Files.exists(run.checks())) {
            write();
        }
    }

    boolean isDue(int step) {
        return step > 0
                && schedule.checkEvery() > 0
                && step % schedule.checkEvery() == 0
                && made.stream().noneMatch(line -> line.step() == step);
    }

    LiveCheck make(int step, Trainable trained, Progress progress) throws LacunaException {
        LiveCheck now = check.at(step, trained, progress);
        Optional<LiveCheck> before = best();
        made.add(now);
        if (now.score().isPresent() && !best().equals(before)) {
            trained.write(run.best());
        }
        write();
        return now;
    }

    /** By {@link RunSchedule#RULE}; empty where no check has a score. */
    Optional<LiveCheck> best() {
        return best(made);
    }

    /** By {@link RunSchedule#RULE}; empty where no check has a score. */
    public static Optional<LiveCheck> best(List<LiveCheck> checks) {
        LiveCheck best = null;
        for (LiveCheck check : checks) {
            if (check.score().isPresent()
                    && (best == null
                            || check.score().getAsDouble() > best.score().orElseThrow())) {
                best = check;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Leaves what the schedule says behind as the run's result. */
    void finish(Trainable trained) throws LacunaException {
        if (schedule.kept() == RunSchedule.Kept.LAST || best().isEmpty()) {
            trained.write(run.adapter());
            return;
        }
        try (var files = Files.list(run.best())) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                AtomicFiles.write(run.adapter().resolve(file.getFileName()), out -> out.write(bytes));
            }
        } catch (IOException e) {
            throw new LacunaException("Cannot read the best state in " + run.best() + ": " + e.getMessage() + ".", e);
        }
    }

    private void write() throws LacunaException {
        StringBuilder text = new StringBuilder();
        made.forEach(line -> text.append(Json.line(line)).append('\n'));
        AtomicFiles.write(run.checks(), out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** All checks in a file; no file gives none. */
    public static List<LiveCheck> read(Path file) throws LacunaException {
        List<LiveCheck> checks = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    checks.add(Json.parse(line, new TypeReference<LiveCheck>() {}, file.toString()));
                }
            }
            return checks;
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
