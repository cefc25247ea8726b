package norn.worker.metric;

import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of which Temporal says that its workflow tasks fail, time after time.
 *
 * @param type the workflow's type; {@code other} where it is none of Norn's
 * @param cause Temporal's name for it, such as {@code NonDeterministicError}
 */
record ReportedProblem(String type, String cause) {
    /** What the server lists of a run: {@code category=…} and {@code cause=…}. */
    static final SearchAttributeKey<List<String>> ATTRIBUTE =
            SearchAttributeKey.forKeywordList("TemporalReportedProblems");

    private static final String CAUSE = "cause=";
    private static final String PREFIX = "WorkflowTaskFailedCause";
    private static final Set<String> TYPES = Set.of(
            "Deployment",
            "PreDeployment",
            "DeploymentDay",
            "PostDeployment",
            "Rollback",
            "EnvironmentLock",
            "FleetDeployment");

    static ReportedProblem of(String type, @Nullable List<String> reported) {
        var cause = Stream.ofNullable(reported)
                .flatMap(List::stream)
                .filter(each -> each.startsWith(CAUSE))
                .map(each -> each.substring(CAUSE.length()))
                .map(each -> each.startsWith(PREFIX) ? each.substring(PREFIX.length()) : each)
                .filter(each -> each.matches("[A-Za-z]{1,60}")) // a label, not a text
                .findFirst()
                .orElse("unknown");
        return new ReportedProblem(TYPES.contains(type) ? type : "other", cause);
    }
}
