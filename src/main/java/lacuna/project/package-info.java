/** The project folder on disk and the stages tied into one flow. */
@NullMarked
package lacuna.project;

import org.jspecify.annotations.NullMarked;
