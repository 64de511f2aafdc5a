package lacuna.ui.train;

import java.util.List;
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
    private final ObjectProperty<@Nullable RunEntry> overlay = new SimpleObjectProperty<>(this, "overlay", null);
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy", false);
    private final ReadOnlyObjectWrapper<StartPlan> plan =
            new ReadOnlyObjectWrapper<>(this, "plan", StartPlan.NO_PROJECT);

    TrainModel() {
        choices.subscribe(this::replan);
        settings.subscribe(this::replan);
        problem.subscribe(this::replan);
        marks.subscribe(this::replan);
        busy.subscribe(this::replan);
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

    /** A second run, drawn beneath the first. */
    public ObjectProperty<@Nullable RunEntry> overlayProperty() {
        return overlay;
    }

    /** Whether a new run would have to wait. */
    public BooleanProperty busyProperty() {
        return busy;
    }

    /** What Start would do. */
    public ReadOnlyObjectProperty<StartPlan> planProperty() {
        return plan.getReadOnlyProperty();
    }

    void replan() {
        UnlearnConfig config = settings.get();
        if (choices.get() == null || config == null) {
            plan.set(StartPlan.NO_PROJECT);
        } else if (!problem.get().isEmpty()) {
            plan.set(StartPlan.impossible(problem.get()));
        } else {
            plan.set(StartPlan.of(config, marks.get(), busy.get(), Pace.expected(config, runs)));
        }
    }
}
