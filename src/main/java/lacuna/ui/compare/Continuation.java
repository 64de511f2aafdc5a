package lacuna.ui.compare;

import lacuna.model.GenerationConfig;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a pair shows.
 *
 * @param text the continuation without the prompt
 * @param run whose adapter made it; empty for the model as it was
 * @param config how it was made; null while there is none
 */
public record Continuation(
        State state, String text, String run, @Nullable GenerationConfig config) {

    /** How far it is. */
    public enum State {
        NONE,
        WAITING,
        WRITING,
        DONE
    }

    public static final Continuation NONE = new Continuation(State.NONE, "", "", null);

    static Continuation waiting() {
        return new Continuation(State.WAITING, "", "", null);
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether generating again would give the same: the same weights, prompt, settings and seed. */
    boolean isMadeBy(String otherRun, GenerationConfig otherConfig) {
        return isDone() && run.equals(otherRun) && otherConfig.equals(config);
    }
}
