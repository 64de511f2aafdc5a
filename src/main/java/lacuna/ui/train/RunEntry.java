package lacuna.ui.train;

import java.time.Instant;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.unlearning.LiveCheck;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** A run in the list: one from disk, or one that grows while it is watched. JavaFX thread only. */
public final class RunEntry {

    private static final Pattern STAMPED = Pattern.compile("\\d{4}-(\\d\\d)-(\\d\\d)_(\\d\\d)(\\d\\d)\\d\\d-(.+)");

    private final String name;
    private final Instant started;
    private final UnlearnConfig config;
    private final int features;
    private final int planned;
    private final ReadOnlyObjectWrapper<RunState> state;
    private final ReadOnlyObjectWrapper<@Nullable TrainingStep> last = new ReadOnlyObjectWrapper<>(this, "last", null);
    private final ObservableList<TrainingStep> steps = FXCollections.observableArrayList();
    private final ObservableList<String> log = FXCollections.observableArrayList();
    // decision: one view for good; a view listens to its list weakly, so one made for each call would fall silent
    private final ObservableList<TrainingStep> stepsView = FXCollections.unmodifiableObservableList(steps);
    private final ObservableList<String> logView = FXCollections.unmodifiableObservableList(log);
    private final ObservableList<LiveCheck> checks = FXCollections.observableArrayList();
    private final ObservableList<LiveCheck> checksView = FXCollections.unmodifiableObservableList(checks);
    private final ReadOnlyObjectWrapper<RunMetrics> metrics =
            new ReadOnlyObjectWrapper<>(this, "metrics", RunMetrics.NONE);
    private final BooleanProperty overlaid = new SimpleBooleanProperty(this, "overlaid", false);
    private final ReadOnlyBooleanWrapper resumable = new ReadOnlyBooleanWrapper(this, "resumable", false);
    private String problem = "";

    /** A run that is about to start. */
    RunEntry(String name, Instant started, UnlearnConfig config, int features, int planned) {
        this.name = name;
        this.started = started;
        this.config = config;
        this.features = features;
        this.planned = planned;
        this.state = new ReadOnlyObjectWrapper<>(this, "state", RunState.QUEUED);
    }

    static RunEntry of(TrainRun run) {
        RunEntry entry = new RunEntry(run.name(), run.started(), run.config(), run.features(), run.stepsPlanned());
        entry.append(run.steps());
        entry.measured(run.metrics(), run.checks());
        entry.settle(run.state(), run.resumable(), run.problem());
        return entry;
    }

    public String name() {
        return name;
    }

    /** The name with its time as people read it: "23 Nov 21:01 aligned-02-seed1". */
    String brief() {
        Matcher stamped = STAMPED.matcher(name);
        if (!stamped.matches()) {
            return name;
        }
        int month = Integer.parseInt(stamped.group(1));
        String words = month >= 1 && month <= 12
                ? Month.of(month).getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                : stamped.group(1);
        return Integer.parseInt(stamped.group(2)) + " " + words + " " + stamped.group(3) + ":" + stamped.group(4) + " "
                + stamped.group(5);
    }

    public Instant started() {
        return started;
    }

    public UnlearnConfig config() {
        return config;
    }

    /** Number of suppressed features. */
    public int features() {
        return features;
    }

    /** Steps in all. */
    public int planned() {
        return planned;
    }

    public RunState state() {
        return state.get();
    }

    public ReadOnlyObjectProperty<RunState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The newest step, or null before the first. */
    public ReadOnlyObjectProperty<@Nullable TrainingStep> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** In order; grows in bundles while the run goes on. */
    public ObservableList<TrainingStep> steps() {
        return stepsView;
    }

    /** What the run said, in sentences. */
    public ObservableList<String> log() {
        return logView;
    }

    /** Quick evaluations made while training, in order. */
    public ObservableList<LiveCheck> checks() {
        return checksView;
    }

    /** Of the trained model, once it has been evaluated. */
    public ReadOnlyObjectProperty<RunMetrics> metricsProperty() {
        return metrics.getReadOnlyProperty();
    }

    /** Whether its curves are drawn beside those of the selected run. */
    public BooleanProperty overlaidProperty() {
        return overlaid;
    }

    /** Whether it can go on from a checkpoint; meaningful once it has ended. */
    public boolean isResumable() {
        return resumable.get() && !state().isLive() && state() != RunState.FINISHED;
    }

    /** Whether there is a checkpoint to go on from; may be known later than its state. */
    ReadOnlyBooleanProperty resumableProperty() {
        return resumable.getReadOnlyProperty();
    }

    /** Why it failed; empty if it did not. */
    public String problem() {
        return problem;
    }

    /** Steps done. */
    public int done() {
        TrainingStep newest = last.get();
        return newest == null ? 0 : newest.step();
    }

    void append(List<TrainingStep> more) {
        if (!more.isEmpty()) {
            steps.addAll(more);
            last.set(more.get(more.size() - 1));
        }
    }

    /** Drops steps that a resumed run does again. */
    void cutBefore(int step) {
        steps.removeIf(old -> old.step() >= step);
    }

    void check(List<LiveCheck> more) {
        more.forEach(check -> checks.removeIf(old -> old.step() >= check.step()));
        checks.addAll(more);
    }

    void measured(RunMetrics now, List<LiveCheck> all) {
        metrics.set(now);
        if (!checks.equals(all)) {
            checks.setAll(all);
        }
    }

    /** "Step 10: unlearn 0.41, retain 0.002, activity 0.3". */
    static String words(TrainingStep step) {
        StringBuilder words = new StringBuilder("Step " + step.step() + ": ");
        words.append(step.losses().entrySet().stream()
                .map(loss -> loss.getKey() + " " + Numbers.loss(loss.getValue()))
                .collect(Collectors.joining(", ")));
        step.suppressedActivity()
                .ifPresent(activity -> words.append(", activity ").append(Numbers.loss(activity)));
        return words.toString();
    }

    void say(String line) {
        log.add(line);
    }

    void state(RunState now) {
        state.set(now);
    }

    void settle(RunState now, boolean canResume, String why) {
        problem = why;
        resumable.set(canResume);
        state.set(now);
    }
}
