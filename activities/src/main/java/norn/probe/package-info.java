/** Checks of the running installation: over HTTP, WebSocket, TCP, SQL, logs and commands. */
@NullMarked
package norn.probe;

import org.jspecify.annotations.NullMarked;
