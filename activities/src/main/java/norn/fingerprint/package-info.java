/** The environment's fingerprint: what a rollback goes back to, and how it is verified. */
@NullMarked
package norn.fingerprint;

import org.jspecify.annotations.NullMarked;
