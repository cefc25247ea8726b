/** YAML files as records, with line and column in every problem. */
@NullMarked
package norn.yaml;

import org.jspecify.annotations.NullMarked;
