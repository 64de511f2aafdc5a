/** Sparse autoencoders: the canonical form, its files, its training. */
@NullMarked
package lacuna.sae;

import org.jspecify.annotations.NullMarked;
