/** The commands about what is retained of earlier deployments. */
@NullMarked
package norn.cli.retained;

import org.jspecify.annotations.NullMarked;
