/** The commands that send a message to a deployment. */
@NullMarked
package norn.cli.message;

import org.jspecify.annotations.NullMarked;
