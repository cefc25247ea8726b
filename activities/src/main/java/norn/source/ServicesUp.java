package norn.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Whether all of some services are up. */
final class ServicesUp {
    private static final String UP = "up";
    private static final String ALL_DOWN = "allDown";

    private ServicesUp() {}

    /** Refuses an empty list. */
    static List<String> checked(List<String> services) {
        if (services.isEmpty()) {
            throw new IllegalArgumentException("services: expected at least one");
        }
        return List.copyOf(services);
    }

    static List<String> references(List<String> services) {
        return services.stream().map(name -> "services.components." + name).toList();
    }

    static Reading read(List<String> services, Moment moment) throws InterruptedException {
        var problems = new ArrayList<String>();
        for (var service : services) {
            moment.serviceProblem(service).ifPresent(problems::add);
        }
        var numbers = new LinkedHashMap<String, Double>();
        numbers.put(UP, problems.isEmpty() ? 1.0 : 0.0);
        numbers.put(ALL_DOWN, problems.size() == services.size() ? 1.0 : 0.0);
        return new Reading(moment.atEpochMillis(), numbers, problems);
    }

    static boolean allDown(Reading reading) {
        return reading.number(ALL_DOWN) > 0;
    }

    static boolean isUp(Reading reading) {
        return reading.number(UP) > 0;
    }
}
