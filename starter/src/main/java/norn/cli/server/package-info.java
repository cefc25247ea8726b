/** A real Temporal server on this machine: found or installed, started, found again, stopped. */
@NullMarked
package norn.cli.server;

import org.jspecify.annotations.NullMarked;
