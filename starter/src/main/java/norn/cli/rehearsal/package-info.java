/** The rehearsal: a whole deployment in the practice world, on this machine. */
@NullMarked
package norn.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
