/** A local Temporal server: its program, its files, its namespace. */
@NullMarked
package norn.local.server;

import org.jspecify.annotations.NullMarked;
