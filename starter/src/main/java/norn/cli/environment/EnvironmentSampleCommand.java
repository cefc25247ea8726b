package norn.cli.environment;

import java.util.concurrent.Callable;
import norn.action.run.Actions;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** Prints a commented environment file. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Prints an environment file with every field and its meaning: the reference, and a file to start from.",
        footerHeading = "%nExample:%n",
        footer = "  norn environment sample > config/environments/production.yaml")
final class EnvironmentSampleCommand implements Callable<Integer> {
    private static final String POLICY = """
        # An environment: who decides (policy, which each plan freezes), and how this host does what is asked of it (host,
        # which never leaves the host). The file is environments/NAME.yaml in the configuration folder.
        environment: production
        runbook: ragnarok-ai-world       # the built-in one, or runbooks/NAME.yaml beside environments/
        policy:
          zone: Europe/Berlin            # the time zone of planned times such as "D1 08:00"
          pace: real                     # how fast planned time passes: real, asap (no waits), or a factor
          anyone: false                  # true: any name may act in any role, for rehearsals
          people:                        # names by role
            release-manager: [alice, bob]
            reviewer: [bob, rita]
            approver: [carol]
            operator: [dave]
            tester: [erin]
            security: [frank]
            community: [grace]
          thresholds: {costDollarsPerDay: 80}   # limits of criteria that differ from the runbook's
          dataLossBudget: 15m            # how many minutes of writes an automatic rollback of the database may set aside
          dayLead: 120m                  # from the GO at the day's first gate to T-0, unless the start names a T-0
          asking:                        # how people are asked, and how long their answer holds
            keepCovers: 4h               # so long KEEP covers what was seen of a criterion
            clearlyWorsePercent: 20      # unless it gets so much worse: then people are asked again
            reminders: [1h, 3h, 20h, 24h]        # after the last notice, while nobody answers; the last one repeats
            remindersWhileUsersAreOut: 10m       # the first six, while users are out
          hosts: {}                      # the host of each component; components not listed are on the only host
          excluded:                      # steps and components that this installation does not have, with the reason
            load-test: we have no load generator
            # components: {dashboard: not installed}   # all steps of a component
        host:
          records: /var/lib/norn/production     # folder for evidence, records and the fence
          secrets:                       # secrets by name; the sections below refer to them
            databasePassword: {file: /etc/norn/database-password}
            migrationPassword: {file: /etc/norn/migration-password}
            playersPassword: {file: /etc/norn/players-password}
            uploadsKey: {file: /etc/norn/uploads-key}
            openAiKey: {env: OPENAI_API_KEY}
            adminKey: {file: /etc/norn/admin-key}
            cachePassword: {file: /etc/norn/cache-password}
            chatToken: {file: /etc/norn/chat-token}
            pagerAddress: {file: /etc/norn/pager-address}
            statusPageAddress: {file: /etc/norn/status-page-address}
          variables: [CCACHE_DIR]        # the worker's variables that commands get, beside PATH, HOME and their like; no secrets
        """;

    private final Terminal terminal;

    EnvironmentSampleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(POLICY);
        for (var capability : Actions.capabilities()) {
            var sample = capability.sample();
            terminal.out().print(sample.endsWith("\n") ? sample : sample + "\n");
        }
        return 0;
    }
}
