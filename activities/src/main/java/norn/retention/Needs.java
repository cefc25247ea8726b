package norn.retention;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.database.postgres.DatabaseNames;
import norn.service.ServiceSettings;
import norn.service.Services;

/** What serves, and what a rollback would go back to: it is never removed. Each with the reason. */
final class Needs {
    private final Map<String, String> releases = new LinkedHashMap<>();
    private final Map<String, String> deployments = new LinkedHashMap<>();

    Needs(Attempt attempt) {
        var host = attempt.host();
        var targets = new Targets(host.records());
        targets.newest().ifPresent(target -> add(target, "the last deployment that began, " + target.deployment()));
        targets.inEffect().ifPresent(target -> add(target, "a rollback of " + target.deployment()));
        if (host.section(ServiceSettings.class).isPresent()) {
            new Services(attempt).states().forEach((service, state) -> {
                if (state.release() != null) {
                    releases.put(state.release(), service + " runs from it");
                }
            });
        }
        host.section(CodeSettings.class)
                .flatMap(code -> new Releases(code).activeName())
                .ifPresent(active -> releases.put(active, "it is active"));
    }

    private void add(Target target, String why) {
        deployments.put(target.deployment(), why);
        if (target.release() != null) {
            releases.put(target.release(), why);
        }
        if (target.deploys() != null) {
            releases.put(target.deploys(), why);
        }
    }

    /** Why that release is needed; empty where it is not. */
    Optional<String> ofRelease(String name) {
        return Optional.ofNullable(releases.get(name));
    }

    /** Why what that deployment made is needed. */
    Optional<String> ofDeployment(String deployment) {
        return Optional.ofNullable(deployments.get(deployment));
    }

    /** Why a database is needed whose name has that part of a deployment's id. */
    Optional<String> ofDatabase(String id) {
        return deployments.entrySet().stream()
                .filter(known -> DatabaseNames.id(known.getKey()).equals(id))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
