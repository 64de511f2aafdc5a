/** The tensor floor: the only package that knows the traps of DJL's PyTorch engine. One thread owns it; every pass is scoped. */
@NullMarked
package lacuna.tensor;

import org.jspecify.annotations.NullMarked;
