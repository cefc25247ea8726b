/** The commands that show and check runbooks. */
@NullMarked
package norn.cli.runbook;

import org.jspecify.annotations.NullMarked;
