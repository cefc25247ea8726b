package norn.database.postgres;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How a trial of the day names its scratch databases: short, so that the names of the day's databases fit behind. */
public final class TrialNames {
    private static final String COMMENT = "Norn: trial, begun ";

    private TrialNames() {}

    /** What stands for the database that serves, in that deployment's trial. */
    public static String of(String live, String deployment) {
        return prefix(live) + DatabaseNames.id(deployment);
    }

    /** How the names of all trials of that database begin. */
    public static String prefix(String live) {
        return "norn_trial_%s_".formatted(DatabaseNames.id(live));
    }

    /** The comment on it. */
    public static String comment(Instant begun) {
        return COMMENT + begun;
    }

    /** When the trial of that database began; empty where its comment does not say. */
    public static Optional<Instant> begun(Server.DatabaseState database) {
        try {
            return database.comment()
                    .filter(comment -> comment.startsWith(COMMENT))
                    .map(comment -> Instant.parse(comment.substring(COMMENT.length())));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
