/** The command line: one command a stage; prints, nothing else. */
@NullMarked
package lacuna.cli;

import org.jspecify.annotations.NullMarked;
