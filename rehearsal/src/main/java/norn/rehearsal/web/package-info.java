/** A second sandbox, quite another one: a stateless web service with one database. */
@NullMarked
package norn.rehearsal.web;

import org.jspecify.annotations.NullMarked;
