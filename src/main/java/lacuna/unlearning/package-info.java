/** CRISP: the three losses and the training loop that writes a LoRA adapter. */
@NullMarked
package lacuna.unlearning;

import org.jspecify.annotations.NullMarked;
