/**
 * Models and SAEs from the Hugging Face Hub, only when the user asks. Files land in the hub's own cache, in its own layout, so that other
 * programs find them. No tensors.
 */
@NullMarked
package lacuna.hub;

import org.jspecify.annotations.NullMarked;
