package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.model.Start;
import lacuna.model.TracedPass;
import lacuna.tensor.Tape;
import org.jspecify.annotations.Nullable;

/**
 * A pass whose gradients are computed by the model's own kernels. The tape records the losses only: their gradients stop at the states
 * they read, from where {@link TracedPass} takes them through the blocks.
 */
final class WrittenOutPass implements EditedModel.Traced {

    private final Tape tape;
    private final TracedPass blocks;
    private final Map<HookPoint, NDArray> below;
    private final Map<Integer, NDArray> leaves = new HashMap<>();
    private final @Nullable NDArray finalState;
    private boolean reached;

    /**
     * Arrays belong to the innermost scope.
     *
     * @param below taps up to the start of the pass
     * @param taps those above
     */
    WrittenOutPass(
            LanguageModel model,
            Tape tape,
            NDArray ids,
            TracedPass blocks,
            Map<HookPoint, NDArray> below,
            Set<HookPoint> taps,
            EditedModel.End end) {
        this.tape = tape;
        this.blocks = blocks;
        this.below = below;
        taps.forEach(tap -> leaf(tap.boundary()));
        NDArray last = leaf(blocks.end());
        this.finalState = end == EditedModel.End.AFTER_FINAL_NORM
                ? model.forwardFrom(new Start(blocks.end(), last), ids, Pass.forFinalState())
                        .finalState()
                : null;
    }

    private NDArray leaf(int boundary) {
        return leaves.computeIfAbsent(boundary, at -> {
            NDArray state = blocks.state(at);
            state.setRequiresGradient(true);
            return state;
        });
    }

    @Override
    public NDArray at(HookPoint site, Rows rows) {
        NDArray known = below.get(site);
        return rows.of(known == null ? leaf(site.boundary()) : known);
    }

    @Override
    public NDArray finalState() {
        if (finalState == null) {
            throw new IllegalStateException("the pass was not asked for the final state");
        }
        return finalState;
    }

    /** Goes back at once as far as the states, so that what a loss kept is free before the next one is computed. */
    @Override
    public void add(NDArray loss) {
        tape.backward(loss);
        reached = true;
    }

    @Override
    public void backward() {
        if (reached) {
            blocks.backward(boundary ->
                            leaves.containsKey(boundary) ? leaf(boundary).getGradient() : null)
                    .ifPresent(tape::backward);
        }
    }
}
