/** Notices to people: announcements to audiences, pages for those on call, and the channels they go through. */
@NullMarked
package norn.channel;

import org.jspecify.annotations.NullMarked;
