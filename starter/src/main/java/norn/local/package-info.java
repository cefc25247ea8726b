/** The folder that a local run writes to. */
@NullMarked
package norn.local;

import org.jspecify.annotations.NullMarked;
