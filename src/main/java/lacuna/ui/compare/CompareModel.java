package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.model.GenerationConfig;
import lacuna.ui.session.RunChoice;
import org.jspecify.annotations.Nullable;

/** State of the place Compare. */
public final class CompareModel {

    /** Stands where a run's name would: the model as it was. */
    static final String UNTOUCHED = "";

    static final int MOST_RUNS = 3;

    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ObservableList<PairEntry> pairs = FXCollections.observableArrayList();
    private final ObservableList<RunChoice> runs = FXCollections.observableArrayList();
    private final ObservableList<RunChoice> shown = FXCollections.observableArrayList();
    private final ObjectProperty<GenerationConfig> settings =
            new SimpleObjectProperty<>(this, "settings", GenerationConfig.greedy(48));
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private final BooleanProperty running = new SimpleBooleanProperty(this, "running", false);
    private final BooleanProperty stopping = new SimpleBooleanProperty(this, "stopping", false);
    private final ObjectProperty<@Nullable BlindOrder> blind = new SimpleObjectProperty<>(this, "blind", null);

    CompareModel() {}

    /** Whether a project is open. */
    public BooleanProperty openProperty() {
        return open;
    }

    /** In the project's order, own ones last. */
    public ObservableList<PairEntry> pairs() {
        return pairs;
    }

    /** Newest first. */
    public ObservableList<RunChoice> runs() {
        return runs;
    }

    /** Runs beside the untouched model, left to right; at most {@link #MOST_RUNS}, none while there is no run. */
    public ObservableList<RunChoice> shown() {
        return shown;
    }

    /** Shows a run, or no longer; beyond the most that fit nothing happens. */
    void toggle(RunChoice run) {
        if (!shown.remove(run) && shown.size() < MOST_RUNS) {
            shown.add(run);
        }
    }

    /** Whose continuations stand beside each other: {@link #UNTOUCHED}, then the shown runs. */
    List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(UNTOUCHED));
        shown.forEach(run -> columns.add(run.name()));
        return columns;
    }

    public ObjectProperty<GenerationConfig> settingsProperty() {
        return settings;
    }

    /** What is wrong with the entries for them, as a sentence; empty if nothing is. */
    StringProperty problemProperty() {
        return problem;
    }

    public BooleanProperty runningProperty() {
        return running;
    }

    /** Between a cancel and its effect. */
    public BooleanProperty stoppingProperty() {
        return stopping;
    }

    /** Not null while it is hidden which side is which. */
    public ObjectProperty<@Nullable BlindOrder> blindProperty() {
        return blind;
    }

    /** The columns as they stand for this prompt. */
    List<String> columns(PairEntry pair) {
        BlindOrder order = blind.get();
        return order == null ? columns() : order.shuffled(pair.prompt().text(), columns());
    }
}
