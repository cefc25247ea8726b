/** The one HTTP client of this host, for probes, measurements and notices. */
@NullMarked
package norn.http;

import org.jspecify.annotations.NullMarked;
