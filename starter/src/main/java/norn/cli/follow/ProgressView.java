package norn.cli.follow;

import java.time.Instant;
import norn.report.Checklist;

/** Shows people how a deployment stands. */
public interface ProgressView {
    /** How it stands at {@code now}; called again and again, also where nothing changed. */
    void show(Checklist checklist, Instant now);

    /** It does not answer at the moment; called again and again until it does. */
    void noAnswer(String reason, Instant now);

    /** A line that stays. */
    void say(String line);

    /** A question to the person at the terminal: nothing is drawn anew until it is {@link #answered}. */
    void ask(String prompt);

    /** The question was answered, here or elsewhere. */
    void answered();

    /** Nothing more follows. */
    void end();

    /** Shows nothing. */
    static ProgressView none() {
        return new ProgressView() {
            @Override
            public void show(Checklist checklist, Instant now) {}

            @Override
            public void noAnswer(String reason, Instant now) {}

            @Override
            public void say(String line) {}

            @Override
            public void ask(String prompt) {}

            @Override
            public void answered() {}

            @Override
            public void end() {}
        };
    }
}
