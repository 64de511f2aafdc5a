/** Application start, the context that builds everything, the main window and its navigation. */
@NullMarked
package lacuna.ui.app;

import org.jspecify.annotations.NullMarked;
