/** What counts are worth: intervals of shares, for whatever was counted. */
@NullMarked
package lacuna.stats;

import org.jspecify.annotations.NullMarked;
