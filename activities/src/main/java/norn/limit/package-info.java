/** How much of what an installation says is recorded, shown and waited for: the one place of these bounds. */
@NullMarked
package norn.limit;

import org.jspecify.annotations.NullMarked;
