/** Per-feature statistics over target and benign corpora, and the passages that activate a feature most. */
@NullMarked
package lacuna.features;

import org.jspecify.annotations.NullMarked;
