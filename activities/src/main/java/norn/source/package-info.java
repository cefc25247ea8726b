/** Where measures come from: services, pages, metrics, logs, databases. */
@NullMarked
package norn.source;

import org.jspecify.annotations.NullMarked;
