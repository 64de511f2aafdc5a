/** Features laid out in the plane by how alike their decoder directions are. */
@NullMarked
package lacuna.features.map;

import org.jspecify.annotations.NullMarked;
