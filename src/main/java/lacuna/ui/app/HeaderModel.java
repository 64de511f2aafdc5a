package lacuna.ui.app;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the head of the window says about the open project and the engine. */
public final class HeaderModel {

    /** How the engine is. */
    public enum Engine {
        STARTING,
        READY,
        FAILED
    }

    private final StringProperty project = new SimpleStringProperty(this, "project", "");
    private final StringProperty projectDetail = new SimpleStringProperty(this, "projectDetail", "");
    private final ObjectProperty<Engine> engine = new SimpleObjectProperty<>(this, "engine", Engine.STARTING);
    private final StringProperty engineText = new SimpleStringProperty(this, "engineText", "Engine starting");

    /** Name of the open project; empty for none. */
    public StringProperty projectProperty() {
        return project;
    }

    /** One short phrase beside the name: model and size, say. */
    public StringProperty projectDetailProperty() {
        return projectDetail;
    }

    public ObjectProperty<Engine> engineProperty() {
        return engine;
    }

    /** Device and version, such as "CPU · PyTorch 2.7.1". */
    public StringProperty engineTextProperty() {
        return engineText;
    }
}
