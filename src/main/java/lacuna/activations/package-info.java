/** Running a model over text and handing residual-stream rows to whoever needs them. */
@NullMarked
package lacuna.activations;

import org.jspecify.annotations.NullMarked;
