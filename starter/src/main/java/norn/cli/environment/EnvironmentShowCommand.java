package norn.cli.environment;

import java.util.List;
import java.util.concurrent.Callable;
import norn.catalog.EnvironmentFile;
import norn.catalog.Environments;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints an environment's policy. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints an environment's policy, which each plan freezes: people, pace, thresholds, hosts, excluded steps. Prints"
                        + " no command, address or secret.",
        footerHeading = "%nExample:%n",
        footer = "  norn environment show production")
final class EnvironmentShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The environment.")
    private String name;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    EnvironmentShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var environment = new Environments(List.of(config.folder())).environment(name);
        if (json.json) {
            terminal.out().println(LenientJson.text(environment.policy()));
        } else {
            print(environment);
        }
        return 0;
    }

    private void print(EnvironmentFile environment) {
        var out = terminal.out();
        var policy = environment.policy();
        out.println(terminal.style().bold(environment.environment()));
        out.println("  runbook           " + environment.runbook());
        out.println("  zone, pace        %s, %s"
                .formatted(policy.zone(), policy.pace().text()));
        out.println("  people            " + (policy.anyone() ? "any name may act in any role" : ""));
        policy.people()
                .forEach((role, people) -> out.println("    %-20s %s".formatted(role, String.join(", ", people))));
        out.println(
                "  data loss budget  %s min".formatted(policy.dataLossBudget().toMinutes()));
        if (!policy.thresholds().isEmpty()) {
            out.println("  thresholds");
        }
        policy.thresholds().forEach((limit, value) -> out.println("    %-26s %s".formatted(limit, value)));
        if (!policy.excluded().isEmpty() || !policy.excludedComponents().isEmpty()) {
            out.println("  excluded");
        }
        policy.excludedComponents()
                .forEach(
                        (component, reason) -> out.println("    %-26s %s".formatted("component " + component, reason)));
        policy.excluded().forEach((step, reason) -> out.println("    %-26s %s".formatted(step, reason)));
    }
}
