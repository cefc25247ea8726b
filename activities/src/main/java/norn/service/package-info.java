/** Starting, stopping and looking at the services, by whatever manager looks after them. */
@NullMarked
package norn.service;

import org.jspecify.annotations.NullMarked;
