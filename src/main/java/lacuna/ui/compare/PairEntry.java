package lacuna.ui.compare;

import java.util.HashMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import lacuna.evaluation.Prompt;

/** A prompt with a continuation by each model. JavaFX thread only. */
public final class PairEntry {

    private final Prompt prompt;
    private final boolean own;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen", true);
    private final Map<String, ObjectProperty<Continuation>> made = new HashMap<>();

    PairEntry(Prompt prompt) {
        this(prompt, false);
    }

    private PairEntry(Prompt prompt, boolean own) {
        this.prompt = prompt;
        this.own = own;
    }

    /** One that the user wrote. */
    static PairEntry own(Prompt prompt) {
        return new PairEntry(prompt, true);
    }

    /** Whether the user wrote it, not the project. */
    boolean isOwn() {
        return own;
    }

    public Prompt prompt() {
        return prompt;
    }

    /** Whether it is shown and generated. */
    public BooleanProperty chosenProperty() {
        return chosen;
    }

    /** @param run whose adapter is used; {@link CompareModel#UNTOUCHED} for the model as it was */
    ObjectProperty<Continuation> by(String run) {
        return made.computeIfAbsent(run, key -> new SimpleObjectProperty<>(this, key, Continuation.NONE));
    }
}
