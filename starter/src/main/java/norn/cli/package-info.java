/** The command line: what a person types, and what is printed. */
@NullMarked
package norn.cli;

import org.jspecify.annotations.NullMarked;
