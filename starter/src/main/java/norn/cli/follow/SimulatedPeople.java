package norn.cli.follow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * People who exist in a rehearsal only: one of each role does and attests, others of the role decide, so that nobody decides
 * about what they did themselves, and two who must differ do.
 */
final class SimulatedPeople {
    private static final int DECIDERS = 3;

    private final Map<String, Integer> decided = new LinkedHashMap<>();

    /** Who attests for one of the roles. */
    String performer(List<String> roles) {
        return name(roles.get(0), 1);
    }

    /** Who decides next for one of the roles. */
    String decider(List<String> roles) {
        var role = roles.get(0);
        var count = decided.merge(role, 1, Integer::sum) - 1;
        return name(role, 2 + count % DECIDERS);
    }

    private static String name(String role, int number) {
        return role + "-" + number;
    }
}
