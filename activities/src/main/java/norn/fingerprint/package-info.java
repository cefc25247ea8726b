/** The world's fingerprint: what a rollback goes back to, and the proof that it is back. */
@NullMarked
package norn.fingerprint;

import org.jspecify.annotations.NullMarked;
