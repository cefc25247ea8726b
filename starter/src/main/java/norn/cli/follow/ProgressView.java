package norn.cli.follow;

import norn.cli.terminal.Terminal;
import norn.client.ProgressListener;

/** Shows a deployment's progress to people, and asks the person at the terminal. */
public interface ProgressView extends ProgressListener {
    /** Prints a line that stays. */
    void say(String line);

    /** Asks the person at the terminal: nothing is redrawn until {@link #answered}. */
    void ask(String prompt);

    /** The question was answered, here or elsewhere. */
    void answered();

    /** A view on that terminal's standard error: redrawn where a person sees it, else line by line. */
    static ProgressView on(Terminal terminal) {
        return terminal.isLive() ? new LiveView(terminal) : new PlainView(terminal.err());
    }
}
