package norn.deployment;

import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Problem;

/** What a person sent cannot be read as what it should be: every problem at once. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** So many are told; who has made more mistakes sent something else than was meant. */
    private static final int MOST_TOLD = 10;

    Unreadable(List<Problem> problems) {
        super(problems.stream().limit(MOST_TOLD).map(Problem::text).collect(Collectors.joining(" "))
                + (problems.size() > MOST_TOLD ? " And %d more.".formatted(problems.size() - MOST_TOLD) : ""));
        this.problems = List.copyOf(problems);
    }

    Unreadable(String where, String what, String expected) {
        this(List.of(new Problem(where, what, expected, null)));
    }

    List<Problem> problems() {
        return problems;
    }
}
