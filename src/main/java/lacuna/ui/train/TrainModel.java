package lacuna.ui.train;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/** State of the place Train. */
public final class TrainModel {

    /**
     * What the form offers.
     *
     * @param blocks transformer blocks of the model
     * @param targetTexts in the target corpus
     * @param presets the first is the project's own
     */
    public record Choices(int blocks, int targetTexts, List<UnlearnPreset> presets) {
        public Choices {
            presets = List.copyOf(presets);
        }
    }

    private final ObjectProperty<@Nullable Choices> choices = new SimpleObjectProperty<>(this, "choices", null);
    private final ObjectProperty<@Nullable UnlearnPreset> preset = new SimpleObjectProperty<>(this, "preset", null);
    private final ObjectProperty<@Nullable UnlearnConfig> settings = new SimpleObjectProperty<>(this, "settings", null);
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private final ObjectProperty<MarkSummary> marks = new SimpleObjectProperty<>(this, "marks", MarkSummary.NONE);
    private final ObservableList<RunEntry> runs = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable RunEntry> selected = new SimpleObjectProperty<>(this, "selected", null);
    private final ObjectProperty<RunOrder.Extras> extras =
            new SimpleObjectProperty<>(this, "extras", RunOrder.Extras.NONE);
    private final StringProperty extrasProblem = new SimpleStringProperty(this, "extrasProblem", "");
    private final ObservableList<String> waiting = FXCollections.observableArrayList();
    private final BooleanProperty held = new SimpleBooleanProperty(this, "held", false);
    private final StringProperty queueProblem = new SimpleStringProperty(this, "queueProblem", "");
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy", false);
    private final ReadOnlyObjectWrapper<StartPlan> plan =
            new ReadOnlyObjectWrapper<>(this, "plan", StartPlan.NO_PROJECT);

    TrainModel() {
        choices.subscribe(this::replan);
        settings.subscribe(this::replan);
        problem.subscribe(this::replan);
        marks.subscribe(this::replan);
        busy.subscribe(this::replan);
        extras.subscribe(this::replan);
        extrasProblem.subscribe(this::replan);
        waiting.subscribe(this::replan);
    }

    /** Null while no project is open. */
    public ObjectProperty<@Nullable Choices> choicesProperty() {
        return choices;
    }

    /** The preset the settings began with. */
    public ObjectProperty<@Nullable UnlearnPreset> presetProperty() {
        return preset;
    }

    /** The last valid settings of the form; setting them fills the form. */
    public ObjectProperty<@Nullable UnlearnConfig> settingsProperty() {
        return settings;
    }

    /** What is wrong with the form as it stands; empty if nothing is. */
    public StringProperty problemProperty() {
        return problem;
    }

    public ObjectProperty<MarkSummary> marksProperty() {
        return marks;
    }

    /** Newest first. */
    public ObservableList<RunEntry> runs() {
        return runs;
    }

    /** The run whose curves are shown. */
    public ObjectProperty<@Nullable RunEntry> selectedProperty() {
        return selected;
    }

    /** What the form asks for beside the training itself. */
    ObjectProperty<RunOrder.Extras> extrasProperty() {
        return extras;
    }

    /** What is wrong with that part of the form; empty if nothing is. */
    StringProperty extrasProblemProperty() {
        return extrasProblem;
    }

    /** Names of the runs that wait or are at work, in their order. */
    public ObservableList<String> waiting() {
        return waiting;
    }

    /** Whether the queue stands still until the user lets it go on. */
    public BooleanProperty heldProperty() {
        return held;
    }

    /** What keeps the queue from its work, as a sentence; empty if nothing does. */
    StringProperty queueProblemProperty() {
        return queueProblem;
    }

    /** Whether a new run would have to wait. */
    public BooleanProperty busyProperty() {
        return busy;
    }

    /** What Start would do. */
    public ReadOnlyObjectProperty<StartPlan> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /** A run by the name of its folder. */
    Optional<RunEntry> named(String name) {
        return named(runs, name);
    }

    static Optional<RunEntry> named(List<RunEntry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    void replan() {
        UnlearnConfig config = settings.get();
        if (choices.get() == null || config == null) {
            plan.set(StartPlan.NO_PROJECT);
        } else if (!problem.get().isEmpty()) {
            plan.set(StartPlan.impossible(problem.get()));
        } else if (!extrasProblem.get().isEmpty()) {
            plan.set(StartPlan.impossible(extrasProblem.get()));
        } else {
            boolean mustWait = busy.get() || !waiting.isEmpty();
            plan.set(StartPlan.of(config, extras.get(), marks.get(), mustWait, Pace.expected(config, runs)));
        }
    }
}
