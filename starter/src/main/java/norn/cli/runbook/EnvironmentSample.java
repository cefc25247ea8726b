package norn.cli.runbook;

import java.util.concurrent.Callable;
import norn.action.run.Actions;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** A commented environment file. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Prints an environment file with every field and what it means: the reference, and a beginning.",
        footerHeading = "%nExample:%n",
        footer = "  norn environment sample > config/environments/production.yaml")
final class EnvironmentSample implements Callable<Integer> {
    private static final String POLICY = """
            # An environment: who decides about it (policy, frozen in each plan), and what this host has to offer (hands, which
            # never leave it). The file is called NAME.yaml and lies in environments/ of the configuration folder.
            environment: production
            runbook: ragnarok-ai-world       # the built-in one, or runbooks/NAME.yaml beside environments/
            policy:
              zone: Europe/Berlin            # in which "D1 08:00" is read
              pace: real                     # how planned time passes: real, asap, or a number that compresses it
              anyone: false                  # true: any name may act in any role (a rehearsal)
              people:                        # names by role
                release-manager: [alice, bob]
                reviewer: [bob]
                approver: [carol]
                operator: [dave]
                tester: [erin]
                security: [frank]
                community: [grace]
              thresholds: {costDollarsPerDay: 80}   # limits of criteria, where they differ from the runbook's
              dataLossBudget: 15m            # how much of players' writes an automatic rollback of the database may set aside
              dayLead: 120m                  # from the GO at start-day to T-0, where the start names none
              hosts: {}                      # the host of a component; what is not listed lives on the one worker
              excluded:                       # steps that this installation does not have, with the reason
                load-test: we have no load generator
            host:
              records: /var/lib/norn/production     # evidence, records, the fence
              secrets:                       # values by name; sections below call them by it
                databasePassword: {file: /etc/norn/database-password}
                openAiKey: {env: OPENAI_API_KEY}
            """;

    private final Terminal terminal;

    EnvironmentSample(Terminal terminal) {
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
