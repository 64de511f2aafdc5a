/** The place Project: what is open, whether it fits together, and the engine. */
@NullMarked
package lacuna.ui.project;

import org.jspecify.annotations.NullMarked;
