/** How long users are out in a deployment day, by the order of its steps. */
@NullMarked
package norn.bench.downtime;

import org.jspecify.annotations.NullMarked;
