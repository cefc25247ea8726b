/** Following a deployment to its end: the live view, and the answers that people give to it. */
@NullMarked
package norn.cli.follow;

import org.jspecify.annotations.NullMarked;
