/** Background work: the compute thread and the bridge from run.Progress to JavaFX. */
@NullMarked
package lacuna.ui.task;

import org.jspecify.annotations.NullMarked;
