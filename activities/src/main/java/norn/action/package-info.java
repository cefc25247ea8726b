/** What a machine does: the capabilities, the one list of them, and the fence. */
@NullMarked
package norn.action;

import org.jspecify.annotations.NullMarked;
