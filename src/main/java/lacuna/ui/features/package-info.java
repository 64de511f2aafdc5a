/** The place Features: the table of all features of all layers, the evidence for each, and the marks. */
@NullMarked
package lacuna.ui.features;

import org.jspecify.annotations.NullMarked;
