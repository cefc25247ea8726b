/** The lock of an environment: one holder, known on every host. */
@NullMarked
package norn.lock;

import org.jspecify.annotations.NullMarked;
