/** The commands that show and check environments. */
@NullMarked
package norn.cli.environment;

import org.jspecify.annotations.NullMarked;
