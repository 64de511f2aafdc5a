/** The place Evaluate: what a run has cost and gained, measured before and after. */
@NullMarked
package lacuna.ui.evaluate;

import org.jspecify.annotations.NullMarked;
