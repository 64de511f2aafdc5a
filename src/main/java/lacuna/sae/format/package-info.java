/** Files of sparse autoencoders: recognising every published format and bringing it into the canonical form. */
@NullMarked
package lacuna.sae.format;

import org.jspecify.annotations.NullMarked;
