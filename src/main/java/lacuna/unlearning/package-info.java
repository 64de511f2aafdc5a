/** The training loop, the same for every method, and the methods: CRISP, RMU and ELM. */
@NullMarked
package lacuna.unlearning;

import org.jspecify.annotations.NullMarked;
