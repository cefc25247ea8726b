/** How fast Norn is: the figures that {@code bench/rehearsal} prints. */
@NullMarked
package norn.bench;

import org.jspecify.annotations.NullMarked;
