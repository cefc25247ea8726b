/** How fast Norn is: the figures that {@code bench/rehearsal} and {@code bench/runbook} print. */
@NullMarked
package norn.bench;

import org.jspecify.annotations.NullMarked;
