package norn.action;

import java.util.List;
import norn.environment.Host;

/**
 * One package that describes itself: its section of the environment file, its actions and their options. Adding an action
 * touches its package, the list in {@code norn.action.run} and the runbook.
 *
 * @param <S> the settings of its section, a record that is read strictly: a misspelt field is refused with line and column
 */
public interface Capability<S> {
    /** The name of its section under {@code host} in an environment file. */
    String section();

    /** The record that the section is read into. */
    Class<S> settings();

    /** Its section of the commented sample environment file, YAML indented by two spaces: {@code sample.yaml} beside it. */
    default String sample() {
        return SampleSection.of(getClass());
    }

    /** Its actions. They hold no state: settings come with the {@link Attempt}. */
    List<Action> actions();

    /** Connects to each server that the section names, and says whether it answers. It changes nothing, and ends within seconds. */
    default List<Reached> reach(S settings, Host host) {
        return List.of();
    }

    /** The same for the section as that host has it; nothing where it has none. */
    default List<Reached> reachAll(Host host) {
        return host.section(settings()).map(settings -> reach(settings, host)).orElse(List.of());
    }

    /** An action of it that changes what production serves from, and reads its section; of its kind one acts at a time. */
    default NamedAction changing(String name, String about, NamedAction.Handler handler, Action.Option... options) {
        return NamedAction.changing(name, about, handler, options)
                .reading(section())
                .holding((order, host) -> Holding.of(List.of(section())));
    }

    /** An action of it that reads, or adds something of its own, and reads its section. */
    default NamedAction harmless(String name, String about, NamedAction.Handler handler, Action.Option... options) {
        return NamedAction.harmless(name, about, handler, options).reading(section());
    }
}
