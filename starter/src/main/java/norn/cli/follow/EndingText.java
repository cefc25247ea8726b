package norn.cli.follow;

import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.TerminalSize;
import norn.client.Ending;

/** How a deployment ended, as text. */
public final class EndingText {
    private static final int MAX_REASON_LENGTH = 600; // with the paths in it, for copying

    private EndingText() {}

    /** The reason in a few indented lines; the report has all of it. */
    public static String reason(Ending ending, TerminalSize.Dimensions page) {
        return LineWrapper.wrappedText(
                "  " + LineWrapper.withoutMiddle(ending.reason(), MAX_REASON_LENGTH), page.columns() - 1);
    }
}
