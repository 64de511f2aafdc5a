package lacuna.ui.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
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
    String failure = "";

    @Override
    public int blocks() {
        return 6;
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
    public PreparedRun prepare(UnlearnConfig config) {
        prepared.add(config);
        String name = "2026-11-23_210" + prepared.size() + "00-aligned";
        return new PreparedRun(name, (listener, progress) -> train(config, 1, listener, progress));
    }

    @Override
    public PreparedRun resume(String run) {
        TrainRun old = stored.stream()
                .filter(candidate -> candidate.name().equals(run))
                .findFirst()
                .orElseThrow();
        return new PreparedRun(
                run, (listener, progress) -> train(old.config(), old.steps().size() + 1, listener, progress));
    }

    private void train(UnlearnConfig config, int from, TrainingListener listener, Progress progress)
            throws LacunaException {
        for (int step = from; step <= config.steps(); step++) {
            progress.check();
            if (step > stopAfter) {
                permits.acquireUninterruptibly();
                progress.check();
            }
            if (!failure.isEmpty()) {
                throw new LacunaException(failure);
            }
            listener.onStep(step(step, 7));
            progress.report("CRISP training", step, config.steps());
        }
    }

    static TrainRun run(String name, String started, RunState state, UnlearnConfig config, int steps, int seed) {
        List<TrainingStep> lines = new ArrayList<>();
        for (int i = 1; i <= steps; i++) {
            lines.add(step(i, seed));
        }
        boolean resumable = state != RunState.FINISHED;
        return new TrainRun(name, Instant.parse(started), state, config, 24, config.steps(), lines, resumable, "");
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
