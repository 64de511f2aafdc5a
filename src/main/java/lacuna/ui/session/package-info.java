/** What the places share: the open project, its marks and statistics, and the engine behind them. */
@NullMarked
package lacuna.ui.session;

import org.jspecify.annotations.NullMarked;
