/**
 * A client of Norn for front ends: finds deployments, reads their checklists, sends messages, starts runs, and follows
 * progress. It prints nothing.
 */
@NullMarked
package norn.client;

import org.jspecify.annotations.NullMarked;
