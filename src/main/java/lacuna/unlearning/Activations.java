package lacuna.unlearning;

import com.fasterxml.jackson.annotation.JsonAlias;

/** What a pass with gradients keeps of what it computes. */
public enum Activations {
    /** All that the backward pass reads: the least work. */
    @JsonAlias("keep")
    KEEP,
    /** The residual stream between blocks only; each block is computed once more, alone, when its gradients are due. */
    @JsonAlias("recompute")
    RECOMPUTE
}
