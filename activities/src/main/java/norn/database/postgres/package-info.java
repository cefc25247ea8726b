/** The PostgreSQL server as actions use it: sessions, statements, schema, tools. */
@NullMarked
package norn.database.postgres;

import org.jspecify.annotations.NullMarked;
