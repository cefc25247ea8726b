package norn.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.files.LenientJson;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** The deployments that the server knows, newest first. A rollback that a deployment started is part of that deployment. */
public final class Deployments {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Connection connection;

    /** Those of that server. */
    public Deployments(Connection connection) {
        this.connection = connection;
    }

    /**
     * Those that run; null: in every environment. A rollback whose order another run of its environment carries out is none of them:
     * that other run says how things stand.
     */
    public List<ListedDeployment> running(@Nullable String environment) {
        var running = list(environment, "ExecutionStatus = 'Running'");
        return running.stream()
                .filter(run -> !run.hasNotBegun()
                        || running.stream()
                                .noneMatch(other ->
                                        !other.hasNotBegun() && Objects.equals(other.environment(), run.environment())))
                .toList();
    }

    /** All that the server remembers, the newest first; null: in every environment. */
    public List<ListedDeployment> all(@Nullable String environment) {
        return list(environment, null);
    }

    /** The one that ended last; null: in any environment. */
    public Optional<ListedDeployment> lastEnded(@Nullable String environment) {
        return list(environment, "ExecutionStatus != 'Running'").stream().findFirst();
    }

    /**
     * The one that runs, for a message.
     *
     * @throws RequestFailed if none runs
     * @throws AmbiguousDeployment if several do
     */
    public ListedDeployment onlyRunning(@Nullable String environment) {
        var running = running(environment);
        if (running.isEmpty()) {
            throw RequestFailed.invalid(
                    "no deployment is running%s, by the Temporal server at %s"
                            .formatted(environment == null ? "" : " in " + environment, connection.address()),
                    "Start one with './norn deploy RELEASE --to ENVIRONMENT', or name one by its id.");
        }
        if (running.size() > 1) {
            throw new AmbiguousDeployment(environment, running);
        }
        return running.get(0);
    }

    /**
     * The one that runs and has something of that id waiting, where several run; else the one that runs.
     *
     * @param waitingId the gate, step or criterion that a message answers
     * @throws RequestFailed if none runs
     * @throws AmbiguousDeployment if several do, and not exactly one of them waits for that
     */
    public ListedDeployment onlyRunningWith(@Nullable String environment, String waitingId) {
        var running = running(environment);
        if (running.size() < 2) {
            return onlyRunning(environment);
        }
        var waiting = running.stream().filter(run -> waits(run, waitingId)).toList();
        return waiting.size() == 1 ? waiting.get(0) : onlyRunning(environment);
    }

    private boolean waits(ListedDeployment run, String id) {
        try {
            return LenientJson.value(new ChecklistQueries(connection).tree(run.id()), Checklist.class)
                    .waiting()
                    .stream()
                    .anyMatch(item -> item.id().equals(id));
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            return false;
        }
    }

    /** The one that runs, else the one that ended last, for a person who wants to read about it. */
    public ListedDeployment latest(@Nullable String environment) {
        if (running(environment).isEmpty()) {
            var ended = lastEnded(environment);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        return onlyRunning(environment);
    }

    /**
     * How the newest run of that id was ended from outside, for people; empty where it runs, or came to its own end.
     *
     * @throws RequestFailed if the server knows no such run
     */
    public Optional<ForcedEnd> forcedEnd(String id) {
        try {
            var run = connection.workflow(id).describe();
            var status = run.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
            return ListedDeployment.isEndedByForce(status)
                    ? Optional.of(new ForcedEnd(status, Objects.requireNonNull(run.getCloseTime())))
                    : Optional.empty();
        } catch (WorkflowNotFoundException unknown) {
            throw unknown(id);
        }
    }

    /**
     * That a run was ended from outside.
     *
     * @param status {@code TERMINATED} or {@code TIMED_OUT}
     */
    public record ForcedEnd(String status, Instant at) {}

    /**
     * The id itself, where the server knows a run of it.
     *
     * @throws RequestFailed if it does not
     */
    public String known(String id) {
        if (connection.exists(id)) {
            return id;
        }
        throw unknown(id);
    }

    /** The failure for an id that the server does not know. */
    public static RequestFailed unknown(String id) {
        return RequestFailed.invalid(
                id + ": the server knows no such deployment", "'./norn status' lists those that run.");
    }

    private List<ListedDeployment> list(@Nullable String environment, @Nullable String condition) {
        if (environment != null && !NAME.matcher(environment).matches()) {
            throw RequestFailed.invalid(
                    environment + ": not an environment's name",
                    "Expected letters, digits, '.', '_' and '-', such as production.");
        }
        var query = "WorkflowType IN ('Deployment', 'Rollback')"
                + (condition == null ? "" : " AND " + condition)
                + (environment == null ? "" : " AND NornEnvironment = '" + environment + "'");
        try (var runs = connection.client().listExecutions(query)) {
            var found = new ArrayList<ListedDeployment>();
            runs.filter(run -> run.getParentExecution() == null)
                    .limit(100)
                    .forEach(run -> found.add(ListedDeployment.of(run)));
            found.sort(Comparator.comparing(ListedDeployment::startedAt).reversed());
            return found;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw refused;
            }
            throw new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION,
                    "the Temporal server at %s does not know Norn's search attributes".formatted(connection.address()),
                    "Create them once: temporal operator search-attribute create --name NornEnvironment --type Keyword"
                            + " (likewise NornRelease, NornPhase, NornStatus; NornWaitingFor of type KeywordList).",
                    refused);
        }
    }
}
