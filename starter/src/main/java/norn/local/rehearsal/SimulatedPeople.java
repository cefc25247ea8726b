package norn.local.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The people of a rehearsal: of each role, one attests and others decide. So nobody decides on their own work, and where two
 * people must differ, they do.
 */
final class SimulatedPeople {
    private static final int DECIDERS = 3;

    private final Map<String, Integer> decided = new LinkedHashMap<>();

    /** The one who attests for the first of the roles. */
    String performer(List<String> roles) {
        return name(roles.get(0), 1);
    }

    /** The next one who decides for the first of the roles. */
    String decider(List<String> roles) {
        var role = roles.get(0);
        var count = decided.merge(role, 1, Integer::sum) - 1;
        return name(role, 2 + count % DECIDERS);
    }

    private static String name(String role, int number) {
        return role + "-" + number;
    }
}
