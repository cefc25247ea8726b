package norn.cli.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Style;
import norn.fingerprint.HostState;
import norn.report.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * How an environment stands that nobody answers for, by what lies on this host, as text.
 *
 * @param missing what has to come back before a run can go on; what restores the environment meanwhile needs none of it
 */
public record HostStateText(Style style, int columns, Missing missing) {
    /** What does not answer. */
    public enum Missing {
        NOTHING,
        WORKER,
        SERVER
    }

    /** Of an environment whose server and worker answer. */
    public HostStateText(Style style, int columns) {
        this(style, columns, Missing.NOTHING);
    }

    /**
     * The lines: what serves, whether users are in, who left it so, and what to type.
     *
     * @param running what is known of runs there, such as that none is
     */
    public List<String> of(HostState state, String running, Instant now) {
        var lines = new ArrayList<String>();
        lines.add("%s  %s".formatted(style.bold(state.environment()), running));
        fact(lines, "active", state.active() == null ? "no release" : state.active());
        fact(lines, "users", users(state, now));
        var unfinished = state.unfinished();
        if (unfinished == null) {
            return lines;
        }
        fact(
                lines,
                "left by",
                style.bad("%s: it began to change the environment, and neither let users in nor was rolled back"
                        .formatted(unfinished.deployment())));
        if (state.holder() != null && !state.holder().equals(unfinished.deployment())) {
            fact(lines, "held last by", state.holder());
        }
        var rollback = "%s rollback %s".formatted(WaitingItemText.LAUNCHER, state.environment());
        fact(lines, "look", rollback + " --plan");
        if (missing != Missing.NOTHING) {
            var what = missing == Missing.SERVER ? "the server" : "a worker";
            fact(lines, "first", "start %s again: a deployment that still runs continues".formatted(what));
        }
        fact(
                lines,
                "restore " + unfinished.release(),
                rollback + (missing == Missing.NOTHING ? "" : " --local") + " --reason TEXT --by NAME");
        return lines;
    }

    private @Nullable String users(HostState state, Instant now) {
        return switch (state.users()) {
            case IN -> style.good("in");
            case UNKNOWN -> null;
            case OUT -> style.bad("out: maintenance mode is on" + since(state.outSince(), now));
        };
    }

    private static String since(@Nullable Instant since, Instant now) {
        return since == null ? "" : " since " + TimeText.relative(since, now);
    }

    private void fact(List<String> lines, String name, @Nullable String value) {
        if (value != null) {
            lines.addAll(LineWrapper.wrapped("  %-14s  %s".formatted(name, value), columns));
        }
    }
}
