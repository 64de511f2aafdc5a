/** What every stage shares and nothing else: progress, errors with a sentence for the user, JSON, files moved into place, run records. */
@NullMarked
package lacuna.run;

import org.jspecify.annotations.NullMarked;
