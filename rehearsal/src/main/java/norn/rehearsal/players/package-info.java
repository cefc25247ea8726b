/** The players' own program: clients of the game servers that write down what was confirmed to them. Needs only the JDK. */
@NullMarked
package norn.rehearsal.players;

import org.jspecify.annotations.NullMarked;
