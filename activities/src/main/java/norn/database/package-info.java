/** The PostgreSQL database: copied, migrated as a copy, swapped in by renames, dumped, verified, and rolled back by renames. */
@NullMarked
package norn.database;

import org.jspecify.annotations.NullMarked;
