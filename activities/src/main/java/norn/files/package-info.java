/** Files that are complete or absent, and their checksums. */
@NullMarked
package norn.files;

import org.jspecify.annotations.NullMarked;
