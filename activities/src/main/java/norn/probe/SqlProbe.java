package norn.probe;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ForeignText;
import norn.database.postgres.DatabaseFailure;
import norn.environment.AddressCheck;
import norn.plan.ShortText;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a database, in a transaction that may do nothing else.
 *
 * @param url JDBC address; null: the database section's
 * @param user null: the database section's
 * @param passwordSecret the secret's name; null: the database section's
 * @param expect the text of the first column of the first row; null: any row will do
 * @param minimum the number there must be at least this; null: no such limit
 */
@Kind("sql")
record SqlProbe(
        String statement,
        @Nullable String url,
        @Nullable String user,
        @Refers("secrets") @Nullable String passwordSecret,
        @Nullable String expect,
        @Nullable Double minimum)
        implements Probe {
    SqlProbe {
        if (url != null) {
            AddressCheck.withoutSecret("url", url, "user and passwordSecret");
        }
    }

    @Override
    public List<String> references() {
        return url == null ? List.of("database") : List.of();
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        try {
            var found = query(run).firstValue(statement);
            if (found.isEmpty()) {
                return ProbeResult.failed("no row: " + statement);
            }
            var answer = ShortText.line(found.get(), ProbeResult.MAX_CHARACTERS);
            var values = Map.<String, Object>of("answer", answer);
            return problem(found.get())
                    .map(problem -> ProbeResult.failed("%s: %s".formatted(problem, statement), values))
                    .orElseGet(() -> ProbeResult.passed("%s: %s".formatted(statement, answer), values));
        } catch (SQLException failed) {
            return ProbeResult.failed("%s: %s. %s"
                    .formatted(
                            statement,
                            DatabaseFailure.describe(failed),
                            ForeignText.save(
                                    run.attempt(), run.name() + "-failure", String.valueOf(failed.getMessage()))));
        }
    }

    private Optional<String> problem(String found) {
        if (expect != null && !found.equals(expect)) {
            return Optional.of("%s instead of %s".formatted(ShortText.line(found, ProbeResult.MAX_CHARACTERS), expect));
        }
        if (minimum == null) {
            return Optional.empty();
        }
        try {
            return Double.parseDouble(found) >= minimum
                    ? Optional.empty()
                    : Optional.of("%s instead of at least %s".formatted(found, minimum));
        } catch (NumberFormatException noNumber) {
            return Optional.of("%s instead of a number".formatted(ShortText.line(found, ProbeResult.MAX_CHARACTERS)));
        }
    }

    private ReadOnlyQuery query(ProbeRun run) {
        var attempt = run.attempt();
        return url == null
                ? ReadOnlyQuery.forDatabase(attempt, run.timeout())
                        .orElseThrow(() -> ReadOnlyQuery.noDatabase("probe " + run.name()))
                : ReadOnlyQuery.forAddress(url, user, passwordSecret, run.timeout(), attempt.host());
    }
}
