package norn.source;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import norn.database.postgres.DatabaseFailure;
import norn.environment.AddressCheck;
import norn.probe.ReadOnlyQuery;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * What statements say: the first column of the first row of each, added up. They only read.
 *
 * @param statements by a name for people
 * @param url JDBC address; null: that of the section database
 * @param user null: the driver's choice; without {@code url}: that of the section database
 * @param passwordSecret the secret's name; null: there is none
 */
@Kind("sql")
record SqlSource(
        Map<String, String> statements,
        @Nullable String url,
        @Nullable String user,
        @Refers("secrets") @Nullable String passwordSecret)
        implements Source {
    SqlSource {
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("statements: expected at least one");
        }
        if (url != null) {
            AddressCheck.withoutSecret("url", url, "user and passwordSecret");
        }
        if (url == null && (user != null || passwordSecret != null)) {
            throw new IllegalArgumentException("user and passwordSecret mean something only with a url");
        }
    }

    @Override
    public List<String> references() {
        return url == null ? List.of("database") : List.of();
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var database = database(moment);
        var sum = 0.0;
        for (var statement : statements.entrySet()) {
            try {
                var answer = database.firstValue(statement.getValue())
                        .orElseThrow(() -> new NoData(statement.getKey() + ": no row"));
                sum += Double.parseDouble(answer);
            } catch (NumberFormatException noNumber) {
                throw new NoData(statement.getKey() + ": no number");
            } catch (SQLException failed) {
                throw new NoData("%s: %s".formatted(statement.getKey(), DatabaseFailure.describe(failed)));
            }
        }
        return Reading.of(moment, sum);
    }

    private ReadOnlyQuery database(Moment moment) throws NoData {
        var attempt = moment.attempt();
        return url == null
                ? ReadOnlyQuery.forDatabase(attempt, moment.timeout())
                        .orElseThrow(() -> new NoData("the environment file has no section database"))
                : ReadOnlyQuery.forAddress(url, user, passwordSecret, moment.timeout(), attempt.host());
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.combined();
    }
}
