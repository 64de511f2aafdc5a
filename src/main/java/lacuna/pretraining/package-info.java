/** Training a small language model from scratch, as the bundled sample's was. */
@NullMarked
package lacuna.pretraining;

import org.jspecify.annotations.NullMarked;
