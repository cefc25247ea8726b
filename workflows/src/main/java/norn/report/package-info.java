/** Data for views, computed from plan and journals: checklist, measurements, downtime, what waits. */
@NullMarked
package norn.report;

import org.jspecify.annotations.NullMarked;
