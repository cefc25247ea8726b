/** What is printed where, in which colours, and what a command exits with. */
@NullMarked
package norn.cli.terminal;

import org.jspecify.annotations.NullMarked;
