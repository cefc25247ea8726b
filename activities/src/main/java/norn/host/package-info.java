/** What the machine is and has, measured against what the release needs. */
@NullMarked
package norn.host;

import org.jspecify.annotations.NullMarked;
