package norn.action;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import norn.environment.Host;
import norn.plan.Order;
import norn.runbook.StepPurpose;
import norn.state.Evidence;

/** An action as a capability lists it: what it is called, what it reads of the environment file, and what does it. */
public record NamedAction(
        String name,
        String description,
        boolean changesEnvironment,
        boolean notifiesPeople,
        List<Option> options,
        References reads,
        Optional<StepPurpose> purpose,
        BiFunction<Order, Host, Holding> holds,
        Handler handler)
        implements Action {
    public NamedAction {
        options = List.copyOf(options);
    }

    /** What an action does. */
    public interface Handler {
        /** See {@link Action#run}. */
        Evidence run(Order order, Attempt attempt) throws InterruptedException;
    }

    /** An action that changes what production serves from. */
    public static NamedAction changing(String name, String description, Handler handler, Option... options) {
        return new NamedAction(
                name,
                description,
                true,
                false,
                List.of(options),
                call -> List.of(),
                Optional.empty(),
                (order, host) -> Holding.of(List.of(name)),
                handler);
    }

    /** An action that only reads, or adds something of its own. */
    public static NamedAction harmless(String name, String description, Handler handler, Option... options) {
        return new NamedAction(
                name,
                description,
                false,
                false,
                List.of(options),
                call -> List.of(),
                Optional.empty(),
                (order, host) -> Holding.nothing(),
                handler);
    }

    /** The same action, which reads those paths of the environment file as well. */
    public NamedAction reading(String... paths) {
        return reading(call -> List.of(paths));
    }

    /** The same action, which reads that of the environment file as well. */
    public NamedAction reading(References more) {
        References both = call -> Stream.concat(reads.of(call).stream(), more.of(call).stream())
                .distinct()
                .toList();
        return new NamedAction(
                name, description, changesEnvironment, notifiesPeople, options, both, purpose, holds, handler);
    }

    /** The same action, which reads nothing of the environment file that must be there. */
    public NamedAction readingNothing() {
        return new NamedAction(
                name,
                description,
                changesEnvironment,
                notifiesPeople,
                options,
                call -> List.of(),
                purpose,
                holds,
                handler);
    }

    /** The same action, which only says something to the people who run deployments. */
    public NamedAction notifyingPeople() {
        return new NamedAction(name, description, changesEnvironment, true, options, reads, purpose, holds, handler);
    }

    /** The same action, for steps of that purpose. */
    public NamedAction forSteps(StepPurpose of) {
        return new NamedAction(
                name, description, changesEnvironment, notifiesPeople, options, reads, Optional.of(of), holds, handler);
    }

    /** The same action, which has that to itself while it runs. */
    public NamedAction holding(BiFunction<Order, Host, Holding> holding) {
        return new NamedAction(
                name, description, changesEnvironment, notifiesPeople, options, reads, purpose, holding, handler);
    }

    @Override
    public Holding holding(Order order, Host host) {
        return holds.apply(order, host);
    }

    @Override
    public List<String> references(ActionCall call) {
        return reads.of(call);
    }

    @Override
    public Evidence run(Order order, Attempt attempt) throws InterruptedException {
        return handler.run(order, attempt);
    }
}
