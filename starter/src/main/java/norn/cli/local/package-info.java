/** What a local run keeps on this machine: NORN_HOME, the worker's process, the rehearsal. */
@NullMarked
package norn.cli.local;

import org.jspecify.annotations.NullMarked;
