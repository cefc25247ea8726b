/** What a deployment leaves to read: its reports. */
@NullMarked
package norn.record;

import org.jspecify.annotations.NullMarked;
