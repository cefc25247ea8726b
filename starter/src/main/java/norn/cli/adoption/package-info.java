/** The command that takes over an installation which was made by hand. */
@NullMarked
package norn.cli.adoption;

import org.jspecify.annotations.NullMarked;
