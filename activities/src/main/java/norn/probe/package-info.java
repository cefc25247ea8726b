/** Questions that the running world must answer right: over HTTP, WebSocket, TCP, SQL, logs and commands. */
@NullMarked
package norn.probe;

import org.jspecify.annotations.NullMarked;
