/** Messages and start inputs from people: read strictly, refused with the reason. */
@NullMarked
package norn.message;

import org.jspecify.annotations.NullMarked;
