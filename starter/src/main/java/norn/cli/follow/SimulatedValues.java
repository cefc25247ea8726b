package norn.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that a rehearsal makes up where a step asks a person for some: such as satisfy the criteria. */
final class SimulatedValues {
    private final JsonNode plan;

    /** For that plan, as the query {@code record} answers it. */
    SimulatedValues(JsonNode plan) {
        this.plan = plan;
    }

    /** A value for each name. */
    Map<String, Object> of(Iterable<?> names) {
        var values = new LinkedHashMap<String, Object>();
        names.forEach(name -> values.put(String.valueOf(name), of(String.valueOf(name))));
        return values;
    }

    private Object of(String name) {
        for (var criterion : plan.path("runbook").path("criteria")) {
            if (!criterion.path("measure").asText("").equals(name)) {
                continue;
            }
            var limit = plan.path("policy")
                    .path("thresholds")
                    .path(criterion.path("threshold").asText(""));
            if (limit.isNumber()) {
                return good(limit.asDouble(), met(criterion) == above(criterion), name);
            }
        }
        return unit(name) == null ? "made up for the rehearsal" : byName(name);
    }

    /** A success criterion wants to be met, a rollback criterion must not be. */
    private static boolean met(JsonNode criterion) {
        return criterion.path("purpose").asText("").equals("SUCCESS");
    }

    private static boolean above(JsonNode criterion) {
        return criterion.path("comparison").asText("").equals("ABOVE");
    }

    private static double good(double limit, boolean higher, String name) {
        if (!higher) {
            return limit / 2;
        }
        return name.toLowerCase(Locale.ROOT).contains("percent") ? (limit + 100) / 2 : limit * 2 + 1;
    }

    private static double byName(String name) {
        return name.toLowerCase(Locale.ROOT).contains("percent") ? 97 : 0;
    }

    private @Nullable String unit(String name) {
        for (var phase : plan.path("runbook").path("phases")) {
            for (var section : phase.path("sections")) {
                for (var step : section.path("steps")) {
                    for (var asked : step.path("work").path("values")) {
                        if (asked.path("name").asText("").equals(name)) {
                            return asked.path("unit").isTextual()
                                    ? asked.path("unit").asText()
                                    : null;
                        }
                    }
                }
            }
        }
        return null;
    }
}
