package norn.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The deployments that the server knows, newest first. A rollback that a deployment started is part of that deployment. */
public final class Deployments {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Connection connection;

    /** Those of that server. */
    public Deployments(Connection connection) {
        this.connection = connection;
    }

    /** Those that run; null: in every environment. */
    public List<ListedDeployment> running(@Nullable String environment) {
        return list(environment, "ExecutionStatus = 'Running'");
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
                    "no deployment is running" + (environment == null ? "" : " in " + environment),
                    "Start one with './norn deploy RELEASE --to ENVIRONMENT', or name one by its id.");
        }
        if (running.size() > 1) {
            throw new AmbiguousDeployment(environment, running);
        }
        return running.get(0);
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

    private List<ListedDeployment> list(@Nullable String environment, String condition) {
        if (environment != null && !NAME.matcher(environment).matches()) {
            throw RequestFailed.invalid(
                    environment + ": not an environment's name",
                    "Expected letters, digits, '.', '_' and '-', such as production.");
        }
        var query = "WorkflowType IN ('Deployment', 'Rollback') AND " + condition
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
