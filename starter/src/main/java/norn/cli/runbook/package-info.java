/** The commands that show and check runbooks and environments. */
@NullMarked
package norn.cli.runbook;

import org.jspecify.annotations.NullMarked;
