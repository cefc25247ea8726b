/** A rollback on this host alone: the engine and the actions of any rollback, driven without Temporal. */
@NullMarked
package norn.local.rollback;

import org.jspecify.annotations.NullMarked;
