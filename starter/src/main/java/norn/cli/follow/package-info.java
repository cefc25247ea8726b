/** Follows a deployment on the terminal: progress, questions to the person there, and the result. */
@NullMarked
package norn.cli.follow;

import org.jspecify.annotations.NullMarked;
