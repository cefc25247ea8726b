/** The worker as a service of a host: its settings, its place among the host's workers, its health, its end. */
@NullMarked
package norn.worker.service;

import org.jspecify.annotations.NullMarked;
