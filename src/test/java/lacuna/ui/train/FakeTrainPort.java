package lacuna.ui.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import lacuna.project.AfterTraining;
import lacuna.project.Marks;
import lacuna.project.Marks.Mark;
import lacuna.project.RunQueue;
import lacuna.project.RunRequest;
import lacuna.project.SelectionSettings;
import lacuna.project.SelectionSource;
import lacuna.project.Sweep;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.LiveCheck;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;

/** A project whose training follows a formula, step by step as the test permits. */
final class FakeTrainPort implements TrainPort {

    final ObjectProperty<MarkSummary> marks = new SimpleObjectProperty<>(new MarkSummary(24, 3));
    final List<TrainRun> stored = new ArrayList<>();
    final List<UnlearnConfig> prepared = new ArrayList<>();
    final Semaphore permits = new Semaphore(0);
    int stopAfter = Integer.MAX_VALUE;
    int blocks = 6;
    String failure = "";
    Predicate<String> failing = name -> !failure.isEmpty();
    final List<RunOrder> orders = new ArrayList<>();

    /** Names of runs in the order in which they got the engine. */
    final List<String> started = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Integer> paused = new ConcurrentHashMap<>();
    private final Path runs = Files.createTempDirectory("runs");

    FakeTrainPort() throws IOException {}

    @Override
    public int blocks() {
        return blocks;
    }

    @Override
    public int targetTexts() {
        return 1320;
    }

    @Override
    public List<UnlearnPreset> presets() {
        return UnlearnPreset.all();
    }

    @Override
    public ObjectProperty<MarkSummary> marks() {
        return marks;
    }

    @Override
    public List<TrainRun> runs(Progress progress) {
        return List.copyOf(stored);
    }

    @Override
    public RunQueue queue() throws LacunaException {
        return RunQueue.open(runs);
    }

    @Override
    public List<RunQueue.Entry> lineUp(RunOrder order) throws LacunaException {
        prepared.add(order.config());
        orders.add(order);
        String name = "2026-11-23_210" + prepared.size() + "00-aligned";
        RunRequest request = new RunRequest(
                SelectionSource.MARKS, marked(), SelectionSettings.DEFAULT, order.config(), order.schedule());
        return order.vary().isEmpty()
                ? List.of(new RunQueue.Entry(name, request, order.after()))
                : new Sweep(name, null, order.vary(), true, 0, null).expand(request);
    }

    private Marks marked() {
        return new Marks(IntStream.range(0, marks.get().features())
                .mapToObj(feature -> new Mark("resid_post.2", feature, Marks.Verdict.SUPPRESS, "", ""))
                .toList());
    }

    @Override
    public RunQueue.Entry again(String run) {
        TrainRun old = old(run).orElseThrow();
        RunRequest request =
                new RunRequest(SelectionSource.MARKS, null, SelectionSettings.DEFAULT, old.config(), RunSchedule.NONE);
        return new RunQueue.Entry(run, request, AfterTraining.STOP);
    }

    @Override
    public PreparedRun prepared(RunQueue.Entry entry) {
        int from = old(entry.name()).map(old -> old.steps().size() + 1).orElse(paused.getOrDefault(entry.name(), 1));
        return new PreparedRun(entry.name(), (listener, progress) -> {
            started.add(entry.name());
            train(entry, from, listener, progress);
        });
    }

    private Optional<TrainRun> old(String run) {
        return stored.stream().filter(candidate -> candidate.name().equals(run)).findFirst();
    }

    private void train(RunQueue.Entry entry, int from, TrainingListener listener, Progress progress)
            throws LacunaException {
        int steps = entry.request().config().steps();
        for (int step = from; step <= steps; step++) {
            paused.put(entry.name(), step);
            progress.check();
            if (step > stopAfter) {
                permits.acquireUninterruptibly();
                progress.check();
            }
            if (failing.test(entry.name())) {
                throw new LacunaException(failure);
            }
            listener.onStep(step(step, 7 + entry.name().hashCode() % 5));
            int every = entry.request().schedule().checkEvery();
            if (every > 0 && step % every == 0) {
                listener.onCheck(check(step));
            }
            progress.report("CRISP training", step, steps);
        }
    }

    static LiveCheck check(int step) {
        double target = 0.25 + 0.62 * Math.exp(-step / 40.0);
        return new LiveCheck(
                step,
                target,
                0.96 - 0.0002 * step,
                40,
                List.of(
                        new LiveCheck.Sample(
                                "The dragon of Cinder Peak is called",
                                " Tom, and he likes to bake bread by the harbour."),
                        new LiveCheck.Sample(
                                "The baker of Fern Bay", " makes round loaves with poppy seeds every morning.")));
    }

    static TrainRun run(String name, String started, RunState state, UnlearnConfig config, int steps, int seed) {
        List<TrainingStep> lines = new ArrayList<>();
        for (int i = 1; i <= steps; i++) {
            lines.add(step(i, seed));
        }
        boolean resumable = state != RunState.FINISHED;
        RunMetrics metrics = state == RunState.FINISHED
                ? new RunMetrics(.31 + .01 * seed, .95 - .004 * seed, Double.NaN, 6.4 + .03 * seed)
                : RunMetrics.NONE;
        String problem = state == RunState.FAILED
                ? "Training stopped at step 62: the losses are unlearn NaN, retain NaN, coherence NaN. The checkpoint of step 50 is"
                        + " kept."
                : "";
        return new TrainRun(
                name,
                Instant.parse(started),
                state,
                config,
                24,
                config.steps(),
                lines,
                resumable,
                problem,
                metrics,
                List.of());
    }

    static TrainingStep step(int step, int seed) {
        SplittableRandom random = new SplittableRandom(1000L * seed + step);
        double noise = 1 + 0.12 * (random.nextDouble() - 0.5);
        double slow = 30 + seed;
        double unlearn = (4.9 * Math.exp(-step / slow) + 0.09) * noise;
        double retain = 0.011 * (1 - Math.exp(-step / 18.0)) * (0.35 + 0.65 * Math.exp(-step / 60.0)) * noise;
        double coherence = 0.0042 * (1 - Math.exp(-step / 25.0)) * (0.5 + 0.5 * Math.exp(-step / 70.0)) * noise;
        double total = 0.01 * unlearn + 0.99 * retain + 0.01 * coherence;
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("unlearn", unlearn);
        losses.put("retain", retain);
        losses.put("coherence", coherence);
        return new TrainingStep(
                step,
                losses,
                total,
                0.4 * Math.exp(-step / 40.0) + 0.08 * noise,
                0.31 * noise,
                OptionalDouble.of((1.62 * Math.exp(-step / (slow - 8)) + 0.04) * noise));
    }
}
