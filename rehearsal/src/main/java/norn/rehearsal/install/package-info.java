/** Installing what a sandbox needs and a machine lacks: by package managers, within limits, with progress, once for all that share a folder. */
@NullMarked
package norn.rehearsal.install;

import org.jspecify.annotations.NullMarked;
