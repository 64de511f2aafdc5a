/** The place Train: settings of a run, its curves as it goes, and the runs there have been. */
@NullMarked
package lacuna.ui.train;

import org.jspecify.annotations.NullMarked;
