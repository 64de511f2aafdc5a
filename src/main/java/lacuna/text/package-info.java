/** Corpora, tokenizers and batches of token ids. No tensors. */
@NullMarked
package lacuna.text;

import org.jspecify.annotations.NullMarked;
