/** Which features to suppress: CRISP's ranking in its three named modes. */
@NullMarked
package lacuna.selection;

import org.jspecify.annotations.NullMarked;
