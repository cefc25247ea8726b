/** Runbooks and environments by name: YAML read strictly into records, every problem with file, line and column. */
@NullMarked
package norn.catalog;

import org.jspecify.annotations.NullMarked;
