/** Options that several commands share. */
@NullMarked
package norn.cli.option;

import org.jspecify.annotations.NullMarked;
