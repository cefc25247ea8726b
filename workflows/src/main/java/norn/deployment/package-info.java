/** The workflow types Deployment and Rollback: the course of a run, and the routing of its messages. */
@NullMarked
package norn.deployment;

import org.jspecify.annotations.NullMarked;
