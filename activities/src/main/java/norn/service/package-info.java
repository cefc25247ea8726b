/** Starting, stopping and checking services, by the manager of each. */
@NullMarked
package norn.service;

import org.jspecify.annotations.NullMarked;
