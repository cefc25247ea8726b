package norn.cli.host;

import norn.action.Attempt;
import norn.action.Heartbeats;
import norn.cli.terminal.Terminal;

/** The progress of actions that a person has ordered, on standard error, a line each time that it changes. */
public final class ProgressLines implements Heartbeats {
    private final Terminal terminal;
    private String last = "";
    private volatile boolean stopped;

    /** Lines on that terminal. */
    public ProgressLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Ends what is being done at its next heartbeat: it throws {@link Attempt.Stopped}. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void requireWanted() {
        if (stopped) {
            throw new Attempt.Stopped("it was ended here");
        }
    }

    @Override
    public void heartbeat(String progress) {
        requireWanted();
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
