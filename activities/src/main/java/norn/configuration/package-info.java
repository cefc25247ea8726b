/** The settings files of a release: completed from templates and secrets, checked, never printed. */
@NullMarked
package norn.configuration;

import org.jspecify.annotations.NullMarked;
