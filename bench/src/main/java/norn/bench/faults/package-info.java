/** What Norn is tried against: faults drawn by seed on the real thing, and what witnesses outside of it counted. */
@NullMarked
package norn.bench.faults;

import org.jspecify.annotations.NullMarked;
