package lacuna.ui.compare;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import lacuna.evaluation.Prompt;

/** A prompt with its two continuations. JavaFX thread only. */
public final class PairEntry {

    private final Prompt prompt;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen", true);
    private final ObjectProperty<Continuation> before = new SimpleObjectProperty<>(this, "before", Continuation.NONE);
    private final ObjectProperty<Continuation> after = new SimpleObjectProperty<>(this, "after", Continuation.NONE);

    PairEntry(Prompt prompt) {
        this.prompt = prompt;
    }

    public Prompt prompt() {
        return prompt;
    }

    /** Whether it is shown and generated. */
    public BooleanProperty chosenProperty() {
        return chosen;
    }

    public ObjectProperty<Continuation> beforeProperty() {
        return before;
    }

    public ObjectProperty<Continuation> afterProperty() {
        return after;
    }

    ObjectProperty<Continuation> side(Side side) {
        return side == Side.BEFORE ? before : after;
    }
}
