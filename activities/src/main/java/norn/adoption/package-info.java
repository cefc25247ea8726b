/** Taking over an installation that was made by hand and runs in place: what is found, what must change, and the proof of the way back. */
@NullMarked
package norn.adoption;

import org.jspecify.annotations.NullMarked;
