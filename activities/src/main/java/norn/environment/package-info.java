/** The host's own file: capabilities' sections, secrets and their masking. It never leaves the host. */
@NullMarked
package norn.environment;

import org.jspecify.annotations.NullMarked;
