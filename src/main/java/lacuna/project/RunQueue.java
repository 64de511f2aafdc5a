package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * The runs that wait, in their order, the one at work first. Kept in {@code runs/queue.json} after every change, so that it survives the
 * end of the program; whatever takes from it, one engine works through it, one run after the other. Used by one thread.
 */
public final class RunQueue {

    /** Name of the file among the runs. */
    public static final String FILE = "queue.json";

    /**
     * A run that waits.
     *
     * @param name of its folder among the runs
     * @param request captured when it was lined up
     */
    public record Entry(String name, RunRequest request, AfterTraining after) {}

    /** The file. */
    private record Content(List<Entry> waiting) {

        Content {
            waiting = List.copyOf(Objects.requireNonNullElse(waiting, List.<Entry>of()));
        }
    }

    private final Path file;
    private final List<Entry> waiting;

    private RunQueue(Path file, List<Entry> waiting) {
        this.file = file;
        this.waiting = new ArrayList<>(waiting);
    }

    /** @throws LacunaException if the file is damaged; removing it gives an empty queue */
    public static RunQueue open(Path runs) throws LacunaException {
        Path file = runs.resolve(FILE);
        return new RunQueue(
                file, Files.exists(file) ? Json.read(file, Content.class).waiting() : List.of());
    }

    /** In the order in which they will run. */
    public List<Entry> waiting() {
        return List.copyOf(waiting);
    }

    public Optional<Entry> first() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.get(0));
    }

    public Optional<Entry> named(String name) {
        return waiting.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    public void add(Collection<Entry> more) throws LacunaException {
        waiting.addAll(more);
        save();
    }

    /** Lines a run up before all others. */
    public void addFirst(Entry entry) throws LacunaException {
        waiting.add(0, entry);
        save();
    }

    /** Takes a run out, whether it has ended or is not wanted any more. */
    public void remove(String name) throws LacunaException {
        if (waiting.removeIf(entry -> entry.name().equals(name))) {
            save();
        }
    }

    /**
     * Moves a run among those that wait.
     *
     * @param places towards the end; negative towards the front
     */
    public void move(String name, int places) throws LacunaException {
        Optional<Entry> entry = named(name);
        if (entry.isPresent()) {
            int from = waiting.indexOf(entry.get());
            waiting.remove(from);
            waiting.add(Math.max(0, Math.min(waiting.size(), from + places)), entry.get());
            save();
        }
    }

    private void save() throws LacunaException {
        Json.write(file, new Content(waiting));
    }
}
