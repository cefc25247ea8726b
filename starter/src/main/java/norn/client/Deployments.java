package norn.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import org.jspecify.annotations.Nullable;

/** The deployments that the server knows, newest first. A rollback that a deployment started is part of that deployment. */
public final class Deployments {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Connection connection;

    /** Those of that server. */
    public Deployments(Connection connection) {
        this.connection = connection;
    }

    /** Those that have not ended; of every environment for null. */
    public List<Deployment> running(@Nullable String environment) {
        return list(environment, "ExecutionStatus = 'Running'");
    }

    /** The one that ended last. */
    public Optional<Deployment> lastEnded(@Nullable String environment) {
        return list(environment, "ExecutionStatus != 'Running'").stream().findFirst();
    }

    /**
     * The one that a message is meant for.
     *
     * @throws CommandFailed if none runs, or several do: it lists them
     */
    public Deployment onlyRunning(@Nullable String environment) {
        var running = running(environment);
        if (running.size() == 1) {
            return running.get(0);
        }
        var where = environment == null ? "" : " in " + environment;
        if (running.isEmpty()) {
            throw CommandFailed.usage(
                    "no deployment is running" + where,
                    "Start one with './norn deploy RELEASE --to ENVIRONMENT', or name an ended one: --deployment ID.");
        }
        throw CommandFailed.usage(
                "%d deployments are running%s:%n%s"
                        .formatted(
                                running.size(),
                                where,
                                running.stream()
                                        .map(deployment -> "  " + deployment.line())
                                        .collect(Collectors.joining(System.lineSeparator()))),
                "Say which: --deployment ID" + (environment == null ? ", or --in ENVIRONMENT." : "."));
    }

    /** The one that runs, else the one that ended last: what a person who names an environment wants to read about. */
    public Deployment latest(@Nullable String environment) {
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
     * @throws CommandFailed if it does not
     */
    public String known(String id) {
        if (connection.exists(id)) {
            return id;
        }
        throw CommandFailed.usage(id + ": the server knows no such deployment", "'./norn status' lists what runs.");
    }

    private List<Deployment> list(@Nullable String environment, String condition) {
        if (environment != null && !NAME.matcher(environment).matches()) {
            throw CommandFailed.usage(environment + ": not a name of an environment", null);
        }
        var query = "WorkflowType IN ('Deployment', 'Rollback') AND " + condition
                + (environment == null ? "" : " AND NornEnvironment = '" + environment + "'");
        try (var runs = connection.client().listExecutions(query)) {
            var found = new ArrayList<Deployment>();
            runs.filter(run -> run.getParentExecution() == null)
                    .limit(100)
                    .forEach(run -> found.add(Deployment.of(run)));
            found.sort(Comparator.comparing(Deployment::startedAt).reversed());
            return found;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw refused;
            }
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "the Temporal server at %s does not know Norn's search attributes".formatted(connection.address()),
                    "Create them once: temporal operator search-attribute create --name NornEnvironment --type Keyword"
                            + " (likewise NornRelease, NornPhase, NornStatus; NornWaitingFor of type KeywordList).",
                    refused);
        }
    }
}
