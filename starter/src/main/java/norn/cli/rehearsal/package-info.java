/** The rehearsal on the terminal: a whole deployment in a sandbox. */
@NullMarked
package norn.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
