/** The training loop, the same for every method, and the methods: CRISP. */
@NullMarked
package lacuna.unlearning;

import org.jspecify.annotations.NullMarked;
