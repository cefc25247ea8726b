package norn.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step's call of an action, before it runs: what the runbook gives it, and the environment file that it would run with. */
public interface ActionCall {
    /** The options that the runbook gives it. */
    Map<String, Object> options();

    /** The component that the step acts on; empty: the environment as a whole. */
    Optional<String> component();

    /** The settings in that section of the environment file; empty where there are none, or where they cannot be read. */
    <S> Optional<S> settings(String section, Class<S> type);

    /** Whether that option is set to {@code true}. */
    default boolean hasFlag(String option) {
        return Boolean.TRUE.equals(options().get(option));
    }

    /** The names in those options, each a text or a list of texts. */
    default List<String> names(String... fields) {
        var names = new ArrayList<String>();
        for (var field : fields) {
            var value = options().get(field);
            if (value instanceof List<?> list) {
                list.forEach(name -> names.add(String.valueOf(name)));
            } else if (value != null) {
                names.add(String.valueOf(value));
            }
        }
        return names;
    }
}
