/** What people are told, and through what: announcements by audience, pages for those on call. */
@NullMarked
package norn.channel;

import org.jspecify.annotations.NullMarked;
