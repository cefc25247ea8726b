package norn.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import norn.plan.Problem;
import org.jspecify.annotations.Nullable;

/** What is wrong with the files that are read together: checking collects, and throws once. */
public final class Problems {
    /** More than these do not help; the rest is counted. */
    static final int MAX_PROBLEMS = 200;

    private final List<Problem> list = new ArrayList<>();
    private int more;

    /** Adds a problem; the same one twice is added once. */
    public void add(String where, String what, @Nullable String expected, @Nullable String remedy) {
        add(new Problem(where, what, expected, remedy));
    }

    /** Adds a problem; the same one twice is added once. */
    public void add(Problem problem) {
        if (list.contains(problem)) {
            return;
        }
        if (list.size() < MAX_PROBLEMS) {
            list.add(problem);
        } else {
            more++;
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** Everything that is wrong, in the order in which it was found. */
    public List<Problem> list() {
        var all = new ArrayList<>(list);
        if (more > 0) {
            all.add(new Problem("and", "%d more problems".formatted(more), null, null));
        }
        return List.copyOf(all);
    }

    /** Throws what {@code failure} makes of the problems, if there are any. */
    public <E extends RuntimeException> void throwIfAny(Function<List<Problem>, E> failure) {
        if (!isEmpty()) {
            throw failure.apply(list());
        }
    }
}
