/** The PostgreSQL database: copied, migrated as a copy, swapped in by renames, dumped, proven, and taken back by renames. */
@NullMarked
package norn.database;

import org.jspecify.annotations.NullMarked;
