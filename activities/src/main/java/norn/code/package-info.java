/** Releases as directories: checked out, built, verified, made active by one link, rolled back by the same. */
@NullMarked
package norn.code;

import org.jspecify.annotations.NullMarked;
