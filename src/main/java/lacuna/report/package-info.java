/** What leaves Lacuna for readers elsewhere: lists and pages of features, in open forms. */
@NullMarked
package lacuna.report;

import org.jspecify.annotations.NullMarked;
