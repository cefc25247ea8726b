package norn.service;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The services, and what manages each.
 *
 * @param components by name; started in this order where a step means several, stopped in the reverse order
 */
public record ServiceSettings(Map<String, ServiceManager> components) {
    public ServiceSettings {
        var owners = new LinkedHashMap<String, String>();
        components.forEach((name, manager) -> manager.claims().forEach(claim -> {
            var other = owners.putIfAbsent(claim, name);
            if (other != null) {
                throw new IllegalArgumentException(
                        "components: %s and %s both have %s. Expected one of its own for each"
                                .formatted(other, name, claim));
            }
        }));
    }
}
