/** What a person does on this host alone, without a server. */
@NullMarked
package norn.cli.host;

import org.jspecify.annotations.NullMarked;
