package norn.action.probe;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import norn.action.Attempt;

/** Asks a database. */
final class SqlProbe {
    private SqlProbe() {}

    static Answer ask(String name, Probe.Sql probe, Duration within, Attempt attempt) {
        try {
            var found = question(name, probe, within, attempt).ask(probe.statement());
            var values = new LinkedHashMap<String, Object>();
            found.ifPresent(value -> values.put("answer", value));
            if (found.isEmpty()) return Answer.wrong("no row: " + probe.statement());
            if (probe.expect() != null && !found.get().equals(probe.expect()))
                return new Answer(
                        false,
                        "%s instead of %s: %s".formatted(found.get(), probe.expect(), probe.statement()),
                        values,
                        null);
            var least = probe.least();
            if (least != null && !(Double.parseDouble(found.get()) >= least))
                return new Answer(
                        false,
                        "%s instead of at least %s: %s".formatted(found.get(), least, probe.statement()),
                        values,
                        null);
            return Answer.right("%s: %s".formatted(probe.statement(), found.get()), values);
        } catch (SQLException failed) {
            return Answer.wrong("%s: %s".formatted(probe.statement(), failed.getMessage()));
        } catch (NumberFormatException noNumber) {
            return Answer.wrong("no number: " + probe.statement());
        }
    }

    private static Question question(String name, Probe.Sql probe, Duration within, Attempt attempt) {
        var url = probe.url();
        if (url != null) return Question.at(url, probe.user(), probe.passwordSecret(), within, attempt.hands());
        return Question.ofDatabase(attempt, within).orElseThrow(() -> Question.noDatabase("probe " + name));
    }
}
