package norn.client;

import java.time.Instant;
import norn.report.Checklist;

/** Hears how a deployment is doing, from {@link Follower}. */
public interface ProgressListener {
    /** The checklist at {@code now}; called at each poll, also where nothing changed. */
    void checklist(Checklist checklist, Instant now);

    /** The deployment does not answer; called at each poll until it does. */
    void noAnswer(String reason, Instant now);

    /** Nothing more follows. */
    void end();

    /** Hears nothing. */
    static ProgressListener none() {
        return new ProgressListener() {
            @Override
            public void checklist(Checklist checklist, Instant now) {}

            @Override
            public void noAnswer(String reason, Instant now) {}

            @Override
            public void end() {}
        };
    }
}
