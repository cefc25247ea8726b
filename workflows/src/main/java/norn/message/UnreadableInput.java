package norn.message;

import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Problem;

/** What a person sent cannot be read as what it should be: every problem at once. */
public final class UnreadableInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** At most so many problems are named. */
    private static final int MAX_SHOWN = 10;

    UnreadableInput(List<Problem> problems) {
        super(problems.stream().limit(MAX_SHOWN).map(Problem::text).collect(Collectors.joining(" "))
                + (problems.size() > MAX_SHOWN ? " And %d more.".formatted(problems.size() - MAX_SHOWN) : ""));
        this.problems = List.copyOf(problems);
    }

    UnreadableInput(String where, String what, String expected) {
        this(List.of(Problem.at(where, what).expected(expected)));
    }

    List<Problem> problems() {
        return problems;
    }
}
