package norn.cli;

import com.uber.m3.tally.NoopScope;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.action.run.Actions;
import norn.cli.environment.EnvironmentProblems;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.RequestFailed;
import norn.client.SafeText;
import norn.plan.Problem;
import norn.run.NornSearchAttributes;
import norn.worker.HostEnvironments;
import norn.worker.MissingSearchAttributes;
import norn.worker.TemporalConnection;
import norn.worker.WorkerSettings;

/** Reads all that a worker reads, connects to all that it connects to, changes nothing, and says each in a line. */
final class WorkerCheck {
    private final Terminal terminal;
    private final Path folder;
    private boolean isUnreachable;
    private boolean isWrong;

    WorkerCheck(Terminal terminal, Path folder) {
        this.terminal = terminal;
        this.folder = folder;
    }

    /** Checks it, and returns the exit code: 78 where something must be corrected, else 69 where a server does not answer. */
    int run(ServerOptions server, WorkerSettings settings) {
        well("configuration " + folder);
        server(server, settings);
        var environments = new HostEnvironments(folder);
        var names = settings.hostEnvironments().isEmpty() ? environments.names() : settings.hostEnvironments();
        if (names.isEmpty()) {
            well("environments: none yet; each deployment reads the folder again");
        }
        names.forEach(name -> environment(name, environments));
        return isWrong ? ExitCode.CONFIGURATION : isUnreachable ? ExitCode.UNAVAILABLE : ExitCode.DONE;
    }

    private void server(ServerOptions server, WorkerSettings settings) {
        try (var connection = server.connect()) {
            well("Temporal server %s".formatted(connection.address()));
            well("namespace %s".formatted(connection.namespace()));
        } catch (RequestFailed failed) {
            var remedy = failed.remedy() == null ? "" : " " + failed.remedy();
            if (failed.kind() == RequestFailed.Kind.UNAVAILABLE) {
                unreachable(failed.getMessage() + "." + remedy);
            } else {
                wrong(failed.getMessage() + "." + remedy);
            }
            return;
        }
        try (var connection = TemporalConnection.open(settings, new NoopScope())) {
            well("search attributes: all %d".formatted(NornSearchAttributes.ALL.size()));
            settings.queues().forEach(queue -> queue(queue, connection.pollers(queue)));
        } catch (MissingSearchAttributes missing) {
            wrong(String.valueOf(missing.getMessage()));
        } catch (StatusRuntimeException refused) {
            unreachable("Temporal server: " + refused.getStatus());
        }
    }

    private void queue(String queue, List<String> pollers) {
        well("task queue %s: %s"
                .formatted(
                        queue, pollers.isEmpty() ? "no worker polls it" : "polled by " + String.join(", ", pollers)));
    }

    private void environment(String name, HostEnvironments environments) {
        var problems = EnvironmentProblems.of(folder, name);
        if (!problems.isEmpty()) {
            problems.stream().map(Problem::text).forEach(text -> wrong("environment %s: %s".formatted(name, text)));
            return;
        }
        var host = environments.host(name);
        if (Files.isDirectory(host.records()) && !Files.isWritable(host.records())) {
            wrong("environment %s: host.records %s cannot be written".formatted(name, host.records()));
        }
        well("environment %s: file, secrets and runbook".formatted(name));
        for (var capability : Actions.capabilities()) {
            for (var reached : capability.reachAll(host)) {
                var what = "environment %s: %s".formatted(name, reached.what());
                if (reached.problem() == null) {
                    well(what);
                } else {
                    unreachable("%s: %s".formatted(what, host.redact(reached.problem())));
                }
            }
        }
    }

    private void well(String text) {
        line(terminal.style().good("ok"), "          ", text);
    }

    private void wrong(String text) {
        isWrong = true;
        line(terminal.style().bad("wrong"), "       ", text);
    }

    private void unreachable(String text) {
        isUnreachable = true;
        line(terminal.style().bad("unreachable"), " ", text);
    }

    private void line(String verdict, String gap, String text) {
        terminal.out().println(verdict + gap + SafeText.text(text).replace("\n", "\n            "));
    }
}
