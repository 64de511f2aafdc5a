/** Multiple choice, perplexity, generations and feature activity, before and after. */
@NullMarked
package lacuna.evaluation;

import org.jspecify.annotations.NullMarked;
