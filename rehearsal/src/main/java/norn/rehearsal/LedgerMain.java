package norn.rehearsal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code LedgerMain SANDBOX}: compares the players' ledger with the databases. The last line is one JSON object with {@code total},
 * {@code live}, {@code setAside} and {@code lost}; exits with 1 where a confirmed write is lost, or a database cannot be read.
 */
public final class LedgerMain {
    private LedgerMain() {}

    /** Compares, and exits. */
    public static void main(String[] arguments) throws Exception {
        var found = Sandbox.open(Path.of(arguments[0])).compareLedger();
        found.unreadable().forEach((database, why) -> System.err.println(database + ": " + why));
        System.out.println(JsonMapper.builder().build().writeValueAsString(counts(found)));
        System.exit(found.lost() == 0 && found.unreadable().isEmpty() ? 0 : 1);
    }

    private static Map<String, Integer> counts(LedgerComparison found) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("total", found.total());
        counts.put("live", found.live());
        counts.put("setAside", found.setAside());
        counts.put("lost", found.lost());
        return counts;
    }
}
