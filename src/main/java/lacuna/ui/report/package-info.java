/** The place Report: a finished run as a page for reviewers, and its adapter and merged model for use elsewhere. */
@NullMarked
package lacuna.ui.report;

import org.jspecify.annotations.NullMarked;
