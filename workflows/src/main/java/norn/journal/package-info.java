/** What happened, with its times: the only record, and what is computed from it. */
@NullMarked
package norn.journal;

import org.jspecify.annotations.NullMarked;
