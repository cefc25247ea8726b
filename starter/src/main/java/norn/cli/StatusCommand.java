package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import norn.cli.follow.HostStateText;
import norn.cli.follow.HostStateText.Missing;
import norn.cli.follow.StatusText;
import norn.cli.follow.WaitingItemText;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.Terminal;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Deployments;
import norn.client.ListedDeployment;
import norn.client.RequestFailed;
import norn.files.LenientJson;
import norn.fingerprint.HostState;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the running deployments and what waits for people; where none runs, how the environments stand. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the running deployments: their progress, what waits for whom, and the command that answers it.",
            "If none runs in an environment of this host, shows how the environment stands by this host's records"
                    + " (also when no server answers), and the deployment that ended last."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn status",
            "  norn status production",
            "  norn status --verbose             also what each gate and step is about",
            "  norn status production --json     the checklist of each, for a program"
        })
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only this environment.")
    private @Nullable String environment;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connection = server.connect()) {
            var deployments = new Deployments(connection);
            var running = deployments.running(environment);
            var shown = running.isEmpty()
                    ? deployments.lastEnded(environment).stream().toList()
                    : running;
            var hosts = idle(running);
            if (json.json) {
                printJson(connection, shown, hosts);
                return 0;
            }
            terminal.err().println(terminal.errStyle().faint("Temporal server " + connection.address()));
            if (shown.isEmpty() && hosts.isEmpty()) {
                terminal.err()
                        .println("no deployment has run yet; start one with './norn deploy RELEASE --to ENVIRONMENT'");
            }
            var checklists = new ChecklistQueries(connection);
            var all = environment == null ? running : deployments.running(null);
            var silent = silent(checklists, all);
            var asked = asked(
                    checklists,
                    all.stream().filter(each -> !silent.contains(each.id())).toList());
            shown.forEach(deployment -> {
                if (silent.contains(deployment.id())) {
                    printSilent(deployment);
                } else {
                    print(checklists, deployment, asked);
                }
            });
            hosts.forEach(host -> print(Missing.NOTHING, host.state(), host.running()));
            return 0;
        } catch (RequestFailed unreachable) {
            if (unreachable.kind() == RequestFailed.Kind.UNAVAILABLE && !json.json) {
                idle(List.of())
                        .forEach(host ->
                                print(Missing.SERVER, host.state(), "no server says whether a deployment runs"));
            }
            throw unreachable;
        }
    }

    private void printJson(Connection connection, List<ListedDeployment> shown, List<IdleEnvironment> hosts) {
        var all = new ArrayList<Object>();
        for (var deployment : shown) {
            try {
                all.add(new ChecklistQueries(connection).tree(deployment.id()));
            } catch (WorkflowException | StatusRuntimeException noAnswer) {
                all.add(deployment);
            }
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("deployments", all);
        result.put("hosts", hosts.stream().map(IdleEnvironment::state).toList());
        terminal.out().println(LenientJson.text(result));
    }

    private List<IdleEnvironment> idle(List<ListedDeployment> running) {
        return IdleEnvironment.find(new OwnEnvironments(terminal, config), environment, running);
    }

    private void print(Missing missing, HostState host, String running) {
        new HostStateText(terminal.style(), terminal.outSize().columns(), missing)
                .of(host, running, Instant.now())
                .forEach(terminal.out()::println);
    }

    /** The ids of those for which no worker answers: asked once each, and at the same time. */
    private static Set<String> silent(ChecklistQueries checklists, List<ListedDeployment> running) {
        return running.parallelStream()
                .map(ListedDeployment::id)
                .filter(id -> !checklists.isAnswered(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a run that does not answer, what the server lists of it, and how its environment stands by this host's records. */
    private void printSilent(ListedDeployment deployment) {
        terminal.out().println(deployment.line());
        if (deployment.environment() != null) {
            new OwnEnvironments(terminal, config)
                    .forEach(
                            deployment.environment(),
                            (environments, name) ->
                                    print(Missing.WORKER, environments.state(name), "by the records of this host"));
        }
        terminal.err()
                .println("%s does not answer: no worker runs, or it is busy. Start one with '%s worker'; the deployment"
                                .formatted(deployment.id(), WaitingItemText.LAUNCHER)
                        + " continues where it was.");
    }

    /** How many deployments wait for each id: a command has to name its deployment only where several do. */
    private static Map<String, Integer> asked(ChecklistQueries checklists, List<ListedDeployment> running) {
        var asked = new LinkedHashMap<String, Integer>();
        if (running.size() > 1) {
            running.forEach(deployment ->
                    waiting(checklists, deployment).forEach(item -> asked.merge(item.id(), 1, Integer::sum)));
        }
        return asked;
    }

    /** What waits in it; nothing where it does not answer, since then nothing of it can be answered either. */
    private static List<Checklist.WaitingItem> waiting(ChecklistQueries checklists, ListedDeployment deployment) {
        try {
            return checklists.newest(deployment.id()).waiting();
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            return List.of();
        }
    }

    private void print(ChecklistQueries checklists, ListedDeployment deployment, Map<String, Integer> asked) {
        try {
            var checklist = checklists.newest(deployment.id());
            new StatusText(terminal.style(), null, terminal.outSize().columns())
                    .once(
                            checklist,
                            checklists.situation(deployment.id()),
                            item -> WaitingItemText.below(
                                    item,
                                    asked.getOrDefault(item.id(), 1) > 1 ? deployment.id() : null,
                                    Main.isVerbose(spec)),
                            Instant.now())
                    .forEach(terminal.out()::println);
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            if (deployment.isRunning()) {
                printSilent(deployment);
                return;
            }
            terminal.out().println(deployment.line());
            if (ListedDeployment.isEndedByForce(deployment.status())) {
                terminal.out()
                        .println("  it was ended from outside; what it did: %s report --deployment %s"
                                .formatted(WaitingItemText.LAUNCHER, deployment.id()));
            }
        }
    }
}
