/** The local Temporal server: its program, files, ports and namespace. */
@NullMarked
package norn.local.server;

import org.jspecify.annotations.NullMarked;
