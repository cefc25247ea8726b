/** Watching a release for a while: samples, criteria, and what no sample can tell. */
@NullMarked
package norn.watch;

import org.jspecify.annotations.NullMarked;
