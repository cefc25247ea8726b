package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.follow.ChecklistQueries;
import norn.cli.follow.StatusText;
import norn.cli.follow.WaitingItemText;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.Terminal;
import norn.client.Connection;
import norn.client.Deployment;
import norn.client.Deployments;
import norn.client.Json;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How the running deployments stand, and what waits for whom. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the running deployments stand, what waits, for whom, and how to answer it.",
            "Where none runs, the one that ended last."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn status",
            "  norn status production",
            "  norn status production --json     the checklist of each, for a program"
        })
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only this environment.")
    private @Nullable String environment;

    @Mixin
    private ServerOptions server;

    @Mixin
    private JsonOption json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connection = server.connect()) {
            var deployments = new Deployments(connection);
            var shown = deployments.running(environment);
            if (shown.isEmpty()) {
                shown = deployments.lastEnded(environment).stream().toList();
            }
            if (json.json) {
                printJson(connection, shown);
            } else if (shown.isEmpty()) {
                terminal.err().println("no deployment has run here yet");
            } else {
                shown.forEach(deployment -> print(connection, deployment));
            }
            return 0;
        }
    }

    private void printJson(Connection connection, List<Deployment> shown) {
        var all = new ArrayList<Object>();
        for (var deployment : shown) {
            try {
                all.add(new ChecklistQueries(connection).tree(deployment.id()));
            } catch (RuntimeException terminatedOrSilent) {
                all.add(deployment);
            }
        }
        terminal.out().println(Json.text(Map.of("deployments", all)));
    }

    private void print(Connection connection, Deployment deployment) {
        try {
            print(new ChecklistQueries(connection).newest(deployment.id()));
        } catch (WorkflowException | StatusRuntimeException silent) {
            terminal.out().println(deployment.line());
            terminal.err().println("it does not answer; is there a worker? ('norn worker')");
        }
    }

    private void print(Checklist checklist) {
        new StatusText(terminal.style(), null, terminal.outSize().columns())
                .of(checklist, Instant.now())
                .forEach(terminal.out()::println);
        if (!checklist.waiting().isEmpty()) {
            terminal.out().println("  to answer");
        }
        checklist
                .waiting()
                .forEach(item -> terminal.out()
                        .println(terminal.style()
                                .faint(WaitingItemText.commands(item, checklist.deployment())
                                        .indent(4)
                                        .stripTrailing())));
    }
}
