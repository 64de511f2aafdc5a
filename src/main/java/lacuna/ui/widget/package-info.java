/** Widgets that know no screen: token heatmaps, charts, number fields. */
@NullMarked
package lacuna.ui.widget;

import org.jspecify.annotations.NullMarked;
