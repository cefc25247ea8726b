/** What a database costs a deployment: its backup with the proof, its trial, and the ways to bring it back. */
@NullMarked
package norn.bench.database;

import org.jspecify.annotations.NullMarked;
