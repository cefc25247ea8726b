package norn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import norn.cli.rollback.RollbackOf;
import norn.client.ListedDeployment;
import norn.environment.Host;
import norn.fingerprint.HostState;
import org.jspecify.annotations.Nullable;

/**
 * An environment of this host of which no deployment says how it stands: none runs there, or one left it half changed that runs no
 * more, while another, such as the watch of the release before, does; or one runs that was rolled back without its knowledge.
 *
 * @param running what is known of runs there, such as that none is
 */
record IdleEnvironment(HostState state, String running) {

    /**
     * Those of this host, or that one alone where it is one.
     *
     * @param running the deployments that run, by what the server says
     */
    static List<IdleEnvironment> find(
            OwnEnvironments own, @Nullable String environment, List<ListedDeployment> running) {
        var idle = new ArrayList<IdleEnvironment>();
        own.forEach(environment, (environments, name) -> {
            var there = running.stream()
                    .filter(run -> Objects.equals(run.environment(), name))
                    .toList();
            var state = environments.state(name);
            running(state, there, environments.host(name))
                    .map(words -> new IdleEnvironment(state, words))
                    .ifPresent(idle::add);
        });
        return idle;
    }

    /** Empty where what runs there says all. */
    private static Optional<String> running(HostState state, List<ListedDeployment> there, Host host) {
        if (there.isEmpty()) {
            return Optional.of("no deployment runs");
        }
        var unfinished = state.unfinished();
        if (unfinished != null
                && there.stream().noneMatch(run -> run.id().equals(unfinished.deployment()) || run.isRollback())) {
            return Optional.of(unfinished.deployment() + " runs no more");
        }
        return there.stream()
                .flatMap(run -> RollbackOf.byAnother(run.id(), host).stream()
                        .map(by ->
                                "%s took back what %s changed: that run knows nothing of it, and may change nothing more here"
                                        .formatted(by, run.id())))
                .findFirst();
    }
}
