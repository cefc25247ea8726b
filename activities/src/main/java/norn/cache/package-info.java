/** The cache: any server that speaks the Redis protocol. */
@NullMarked
package norn.cache;

import org.jspecify.annotations.NullMarked;
