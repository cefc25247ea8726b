/** The workflows, their messages, and what connects them to the engine. */
@NullMarked
package norn.deployment;

import org.jspecify.annotations.NullMarked;
