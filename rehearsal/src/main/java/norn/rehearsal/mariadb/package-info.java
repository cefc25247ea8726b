/** A MariaDB server: its programs, found or fetched, and one that runs. */
@NullMarked
package norn.rehearsal.mariadb;

import org.jspecify.annotations.NullMarked;
