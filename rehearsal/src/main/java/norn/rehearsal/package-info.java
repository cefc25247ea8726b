/** The sandbox that a deployment is rehearsed in. */
@NullMarked
package norn.rehearsal;

import org.jspecify.annotations.NullMarked;
