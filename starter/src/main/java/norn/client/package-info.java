/** A client of Norn: deployments by name, messages, answers; under the command line and the console. */
@NullMarked
package norn.client;

import org.jspecify.annotations.NullMarked;
