/** Colours, fonts, style sheets, chart theme. */
@NullMarked
package lacuna.ui.theme;

import org.jspecify.annotations.NullMarked;
