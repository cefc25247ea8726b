/** The report as Markdown. */
@NullMarked
package norn.report.markdown;

import org.jspecify.annotations.NullMarked;
