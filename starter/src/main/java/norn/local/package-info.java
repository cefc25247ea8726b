/** What a local run writes and starts on this machine. */
@NullMarked
package norn.local;

import org.jspecify.annotations.NullMarked;
