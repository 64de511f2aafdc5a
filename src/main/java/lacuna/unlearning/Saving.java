package lacuna.unlearning;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Work that a CRISP step need not do; without it the losses and gradients are the same. */
enum Saving {
    /** A pass ends at the last hook point that a loss reads. */
    STOP_EARLY,
    /** No logits are computed: no loss reads them. */
    SKIP_HEAD,
    /** The blocks below the first adapted one run once for the model with and without the adapter. */
    SHARE_LOWER_BLOCKS,
    /** Target and benign texts go through the model side by side. */
    SHARE_BATCHES,
    /** What the frozen model said about a batch is kept for the next epoch, within a budget. */
    KEEP_FROZEN,
    /** Gradients go through the blocks in kernels written for that, where the family has them, instead of recorded operations. */
    OWN_GRADIENTS;

    static final Set<Saving> ALL = Collections.unmodifiableSet(EnumSet.allOf(Saving.class));
}
