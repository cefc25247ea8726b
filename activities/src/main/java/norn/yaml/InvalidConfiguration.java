package norn.yaml;

import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Problem;

/** A file that people wrote cannot be used; everything that is wrong with it is reported at once. */
public class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** A failure for those problems, of which there is at least one. */
    public InvalidConfiguration(String subject, List<Problem> problems) {
        super("%s: %d %s%n%s"
                .formatted(
                        subject,
                        problems.size(),
                        problems.size() == 1 ? "problem" : "problems",
                        problems.stream().map(Problem::text).collect(Collectors.joining("\n"))));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
    public List<Problem> problems() {
        return problems;
    }
}
