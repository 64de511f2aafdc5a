package lacuna.ui.compare;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.model.GenerationConfig;
import org.jspecify.annotations.Nullable;

/** State of the place Compare. */
public final class CompareModel {

    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ObservableList<PairEntry> pairs = FXCollections.observableArrayList();
    private final ObservableList<RunChoice> runs = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable RunChoice> run = new SimpleObjectProperty<>(this, "run", null);
    private final ObjectProperty<GenerationConfig> settings =
            new SimpleObjectProperty<>(this, "settings", GenerationConfig.greedy(48));
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

    /** Whose adapter makes the after side; null while there is no run. */
    public ObjectProperty<@Nullable RunChoice> runProperty() {
        return run;
    }

    public ObjectProperty<GenerationConfig> settingsProperty() {
        return settings;
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

    /** Which side stands left for this prompt. */
    Side left(PairEntry pair) {
        BlindOrder order = blind.get();
        return order == null ? Side.BEFORE : order.left(pair.prompt().text());
    }
}
