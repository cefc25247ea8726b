/** Child processes: how they are started, what of their output is stored, how they are ended. */
@NullMarked
package norn.exec;

import org.jspecify.annotations.NullMarked;
