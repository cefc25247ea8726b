/** A MariaDB server: sessions, dumps, restores, and what is in a database. */
@NullMarked
package norn.database.mariadb;

import org.jspecify.annotations.NullMarked;
