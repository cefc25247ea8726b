package norn.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The half of an environment that a plan freezes: people, times, thresholds and hosts; no command, address or secret.
 *
 * @param zone the time zone in which {@code D1 08:00} is read
 * @param people names by role; a role without names is filled by nobody, unless {@code anyone} is set
 * @param anyone any name may act in any role (the rehearsal); where people must differ, names are still compared
 * @param thresholds limits by name, in the unit that the name ends with, such as {@code serverErrorsPercent}
 * @param dataLossBudget how much of users' writes an automatic rollback of the database may set aside, counted in time
 *     since go-live
 * @param dayLead from the GO at the gate that begins the day to T-0, where the start names no T-0; planned time
 * @param hosts the host of each component; a component that is not listed is on the environment's one worker
 * @param excluded steps that this environment excludes, each with the reason that the report repeats
 * @param standIns parts of this installation that stand in for bigger ones, each with what is smaller; the report repeats them
 * @param excludedComponents components that this environment does not have, each with the reason
 * @param oldCodeFitsNewSchema whether the code alone may be rolled back, as the environment says of its database and of its stores;
 *     null: it does not say
 * @param asking how people are asked; plans of before it was a setting have the default
 */
public record Policy(
        ZoneId zone,
        Pace pace,
        Map<String, List<String>> people,
        boolean anyone,
        Map<String, Double> thresholds,
        Duration dataLossBudget,
        Duration dayLead,
        Map<String, String> hosts,
        Map<String, String> excluded,
        Map<String, String> standIns,
        Map<String, String> excludedComponents,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean oldCodeFitsNewSchema,
        Asking asking) {
    @JsonCreator
    public Policy {
        asking = asking == null ? Asking.DEFAULT : asking;
        people = ordered(people);
        thresholds = ordered(thresholds);
        hosts = ordered(hosts);
        excluded = ordered(excluded);
        standIns = ordered(standIns);
        excludedComponents = ordered(excludedComponents);
    }

    /** A policy as it is written: what it says of the schema stands in the host's section. */
    public Policy(
            ZoneId zone,
            Pace pace,
            Map<String, List<String>> people,
            boolean anyone,
            Map<String, Double> thresholds,
            Duration dataLossBudget,
            Duration dayLead,
            Map<String, String> hosts,
            Map<String, String> excluded,
            Map<String, String> standIns,
            Map<String, String> excludedComponents) {
        this(
                zone,
                pace,
                people,
                anyone,
                thresholds,
                dataLossBudget,
                dayLead,
                hosts,
                excluded,
                standIns,
                excludedComponents,
                null,
                Asking.DEFAULT);
    }

    /** A policy of an installation that has every component, and in which nothing stands in for anything. */
    public Policy(
            ZoneId zone,
            Pace pace,
            Map<String, List<String>> people,
            boolean anyone,
            Map<String, Double> thresholds,
            Duration dataLossBudget,
            Duration dayLead,
            Map<String, String> hosts,
            Map<String, String> excluded) {
        this(
                zone,
                pace,
                people,
                anyone,
                thresholds,
                dataLossBudget,
                dayLead,
                hosts,
                excluded,
                Collections.emptyMap(),
                Collections.emptyMap());
    }

    /** The same with that way of asking people. */
    public Policy withAsking(Asking other) {
        return new Policy(
                zone,
                pace,
                people,
                anyone,
                thresholds,
                dataLossBudget,
                dayLead,
                hosts,
                excluded,
                standIns,
                excludedComponents,
                oldCodeFitsNewSchema,
                other);
    }

    private static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
        return map == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
