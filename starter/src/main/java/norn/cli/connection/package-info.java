/** The way to the Temporal server: which deployment is meant, and messages to it. */
@NullMarked
package norn.cli.connection;

import org.jspecify.annotations.NullMarked;
