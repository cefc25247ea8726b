package norn.probe;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import norn.action.Attempt;

/** Asks a database. */
final class SqlProbe {
    private SqlProbe() {}

    static ProbeResult ask(String name, Probe.Sql probe, Duration timeout, Attempt attempt) {
        try {
            var found = query(name, probe, timeout, attempt).firstValue(probe.statement());
            var values = new LinkedHashMap<String, Object>();
            found.ifPresent(value -> values.put("answer", value));
            if (found.isEmpty()) {
                return ProbeResult.failed("no row: " + probe.statement());
            }
            if (probe.expect() != null && !found.get().equals(probe.expect())) {
                return new ProbeResult(
                        false,
                        "%s instead of %s: %s".formatted(found.get(), probe.expect(), probe.statement()),
                        values,
                        null);
            }
            var minimum = probe.minimum();
            if (minimum != null && !(Double.parseDouble(found.get()) >= minimum)) {
                return new ProbeResult(
                        false,
                        "%s instead of at least %s: %s".formatted(found.get(), minimum, probe.statement()),
                        values,
                        null);
            }
            return ProbeResult.passed("%s: %s".formatted(probe.statement(), found.get()), values);
        } catch (SQLException failed) {
            return ProbeResult.failed("%s: %s".formatted(probe.statement(), failed.getMessage()));
        } catch (NumberFormatException noNumber) {
            return ProbeResult.failed("no number: " + probe.statement());
        }
    }

    private static ReadOnlyQuery query(String name, Probe.Sql probe, Duration timeout, Attempt attempt) {
        var url = probe.url();
        if (url != null) {
            return ReadOnlyQuery.forAddress(url, probe.user(), probe.passwordSecret(), timeout, attempt.host());
        }
        return ReadOnlyQuery.forDatabase(attempt, timeout).orElseThrow(() -> ReadOnlyQuery.noDatabase("probe " + name));
    }
}
