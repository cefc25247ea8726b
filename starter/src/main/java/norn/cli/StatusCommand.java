package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.follow.StatusText;
import norn.cli.follow.WaitingItemText;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.Terminal;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Deployments;
import norn.client.ListedDeployment;
import norn.files.LenientJson;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the running deployments, and what waits for people. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the running deployments: their progress, what waits for whom, and the command that answers it.",
            "If none runs, shows the one that ended last."
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
                terminal.err()
                        .println("no deployment has run yet; start one with './norn deploy RELEASE --to ENVIRONMENT'");
            } else {
                terminal.err().println(terminal.errStyle().faint("Temporal server " + connection.address()));
                var several = deployments.running(null).size() > 1;
                shown.forEach(deployment -> print(connection, deployment, several));
            }
            return 0;
        }
    }

    private void printJson(Connection connection, List<ListedDeployment> shown) {
        var all = new ArrayList<Object>();
        for (var deployment : shown) {
            try {
                all.add(new ChecklistQueries(connection).tree(deployment.id()));
            } catch (RuntimeException noAnswer) {
                all.add(deployment);
            }
        }
        terminal.out().println(LenientJson.text(Map.of("deployments", all)));
    }

    private void print(Connection connection, ListedDeployment deployment, boolean several) {
        try {
            print(new ChecklistQueries(connection).newest(deployment.id()), several);
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            terminal.out().println(deployment.line());
            terminal.err()
                    .println(
                            "The deployment does not answer: no worker runs, or it is busy. Start one with './norn worker'.");
        }
    }

    private void print(Checklist checklist, boolean several) {
        new StatusText(terminal.style(), null, terminal.outSize().columns())
                .of(checklist, Instant.now())
                .forEach(terminal.out()::println);
        if (checklist.waiting().isEmpty()) {
            return;
        }
        terminal.out().println("  answer with");
        var named = several ? checklist.deployment() : null;
        checklist
                .waiting()
                .forEach(item ->
                        terminal.out().println(terminal.style().faint("    " + WaitingItemText.answer(item, named))));
    }
}
