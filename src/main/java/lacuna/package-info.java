/** Lacuna: find, read and remove what a language model knows, feature by feature. */
@NullMarked
package lacuna;

import org.jspecify.annotations.NullMarked;
