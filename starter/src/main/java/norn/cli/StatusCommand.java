package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import norn.cli.follow.HostStateText;
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
            "  norn status --verbose             with all details and all possible answers",
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
            var hosts = idleHosts(running);
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
            var asked = asked(checklists, environment == null ? running : deployments.running(null));
            shown.forEach(deployment -> print(checklists, deployment, asked));
            hosts.forEach(host -> print(host, running(host, running)));
            return 0;
        } catch (RequestFailed unreachable) {
            if (unreachable.kind() == RequestFailed.Kind.UNAVAILABLE && !json.json) {
                idleHosts(List.of()).forEach(host -> print(host, "no server says whether a deployment runs"));
            }
            throw unreachable;
        }
    }

    /**
     * How the environments of this host stand in which no deployment runs, or which one left half changed that runs no more, while
     * another, such as the watch of the release before, does: nobody else would say so.
     */
    private List<HostState> idleHosts(List<ListedDeployment> running) {
        var states = new ArrayList<HostState>();
        new OwnEnvironments(terminal, config).forEach(environment, (environments, name) -> {
            var state = environments.state(name);
            if (runsNothing(name, running) || isLeft(state, running)) {
                states.add(state);
            }
        });
        return states;
    }

    private static boolean runsNothing(String environment, List<ListedDeployment> running) {
        return running.stream().noneMatch(run -> Objects.equals(run.environment(), environment));
    }

    /** Whether whoever left it half changed runs no more, and no rollback is under way. */
    private static boolean isLeft(HostState state, List<ListedDeployment> running) {
        var unfinished = state.unfinished();
        return unfinished != null
                && running.stream()
                        .filter(run -> Objects.equals(run.environment(), state.environment()))
                        .noneMatch(run -> run.id().equals(unfinished.deployment()) || run.isRollback());
    }

    private static String running(HostState state, List<ListedDeployment> running) {
        var unfinished = state.unfinished();
        return unfinished == null || runsNothing(state.environment(), running)
                ? "no deployment runs"
                : unfinished.deployment() + " runs no more";
    }

    private void printJson(Connection connection, List<ListedDeployment> shown, List<HostState> hosts) {
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
        result.put("hosts", hosts);
        terminal.out().println(LenientJson.text(result));
    }

    private void print(HostState host, String running) {
        new HostStateText(terminal.style(), terminal.outSize().columns())
                .of(host, running, Instant.now())
                .forEach(terminal.out()::println);
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
                            item -> below(item, asked.getOrDefault(item.id(), 1) > 1 ? deployment.id() : null),
                            Instant.now())
                    .forEach(terminal.out()::println);
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            terminal.out().println(deployment.line());
            if (ListedDeployment.isEndedByForce(deployment.status())) {
                terminal.out()
                        .println("  it was ended from outside; what it did: %s report --deployment %s"
                                .formatted(WaitingItemText.LAUNCHER, deployment.id()));
            }
            if (deployment.isRunning()) {
                terminal.err()
                        .println("The deployment does not answer: no worker runs, or it is busy. Start one with './norn"
                                + " worker'.");
            }
        }
    }

    /** One command that answers it; with {@code --verbose} also what it is about, and the other answers. */
    private List<String> below(Checklist.WaitingItem item, @Nullable String deployment) {
        if (!Main.isVerbose(spec)) {
            return List.of(WaitingItemText.command(item, deployment));
        }
        var lines = new ArrayList<String>();
        if (item.detail() != null) {
            WaitingItemText.details(item).forEach(line -> lines.add("- " + line));
        }
        lines.add(WaitingItemText.answer(item, deployment));
        return lines;
    }
}
