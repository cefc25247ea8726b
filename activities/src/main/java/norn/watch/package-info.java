/** Watching a release for a while: samples of every measure, and the criteria that end a watch early. */
@NullMarked
package norn.watch;

import org.jspecify.annotations.NullMarked;
