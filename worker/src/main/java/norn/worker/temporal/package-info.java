/** How Temporal's own configuration says which server is meant, for worker and command line alike. */
@NullMarked
package norn.worker.temporal;

import org.jspecify.annotations.NullMarked;
