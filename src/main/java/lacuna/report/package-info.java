/** What a reviewer reads: a run as one page that stands by itself, and the same as JSON. */
@NullMarked
package lacuna.report;

import org.jspecify.annotations.NullMarked;
