/** What a deployment leaves to read: its reports. */
@NullMarked
package norn.action.record;

import org.jspecify.annotations.NullMarked;
