/** What an action is: its contract, its options, its evidence, and the fence. */
@NullMarked
package norn.action;

import org.jspecify.annotations.NullMarked;
