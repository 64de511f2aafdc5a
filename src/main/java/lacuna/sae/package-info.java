/** Sparse autoencoders: the canonical form, and what is measured of it. */
@NullMarked
package lacuna.sae;

import org.jspecify.annotations.NullMarked;
