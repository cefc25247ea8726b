/** Processes, ports, files and programs of the machine that the sandbox runs on. */
@NullMarked
package norn.rehearsal.system;

import org.jspecify.annotations.NullMarked;
