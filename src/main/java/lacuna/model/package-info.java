/** Decoder-only transformers from Hugging Face folders: configuration, weights, residual taps, LoRA, generation. */
@NullMarked
package lacuna.model;

import org.jspecify.annotations.NullMarked;
