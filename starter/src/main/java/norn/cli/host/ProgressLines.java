package norn.cli.host;

import norn.action.Heartbeats;
import norn.cli.terminal.Terminal;

/** The progress of actions that a person has ordered, on standard error, a line each time that it changes. */
public final class ProgressLines implements Heartbeats {
    private final Terminal terminal;
    private String last = "";

    /** Lines on that terminal. */
    public ProgressLines(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void heartbeat(String progress) {
        if (!progress.equals(last)) {
            terminal.err().println(progress);
            last = progress;
        }
    }

    @Override
    public int tryNumber() {
        return 1;
    }
}
