/** The place Compare: continuations of the same prompts by the model before and after a run, side by side. */
@NullMarked
package lacuna.ui.compare;

import org.jspecify.annotations.NullMarked;
