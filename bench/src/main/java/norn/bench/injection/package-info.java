/** What faults are made with: volumes that fill, links that are cut, data that is gone, programs that lie. */
@NullMarked
package norn.bench.injection;

import org.jspecify.annotations.NullMarked;
