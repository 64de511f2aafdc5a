/** Training sparse autoencoders on the activations of a model. */
@NullMarked
package lacuna.sae.training;

import org.jspecify.annotations.NullMarked;
