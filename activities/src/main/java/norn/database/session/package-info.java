/** How sessions with databases of any kind begin. */
@NullMarked
package norn.database.session;

import org.jspecify.annotations.NullMarked;
