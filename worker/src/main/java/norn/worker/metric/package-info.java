/** What the worker counts and measures, for Prometheus. */
@NullMarked
package norn.worker.metric;

import org.jspecify.annotations.NullMarked;
