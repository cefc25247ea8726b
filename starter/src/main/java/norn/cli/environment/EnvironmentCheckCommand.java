package norn.cli.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.catalog.EnvironmentFile;
import norn.catalog.Environments;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import norn.plan.Problem;
import norn.yaml.InvalidConfiguration;
import norn.yaml.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks an environment. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks an environment's file and its runbook, and prints every problem with file, line and column."
                        + " Exit codes: 0 no problem, 78 problems.",
        footerHeading = "%nExample:%n",
        footer = "  norn environment check production")
final class EnvironmentCheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final List<String> notes = new ArrayList<>();

    @Parameters(paramLabel = "NAME", description = "The environment.")
    private String name;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    EnvironmentCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var problems = problems();
        if (json.json) {
            terminal.out().println(LenientJson.text(Map.of("problems", problems, "notes", notes)));
        } else if (problems.isEmpty()) {
            terminal.out().println(name + ": no problems");
            notes.forEach(note -> terminal.out().println("note: " + note));
        } else {
            problems.forEach(problem -> terminal.err().println(problem.text()));
            if (!new Environments(List.of(config.folder())).files().containsKey(name)) {
                terminal.err()
                        .println(
                                "Environments are in %s. 'norn environment sample' prints a file to start from; 'norn up' creates the environment rehearsal."
                                        .formatted(config.folder().resolve("environments")));
            }
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }

    /** An environment without people on call is allowed, and must not be one by oversight. */
    private void notePager(YamlNode host) {
        var channels = host.isMapping() ? host.field("channels") : null;
        var audiences = channels != null && channels.isMapping() ? channels.field("audiences") : null;
        var pager = audiences != null && audiences.isMapping() ? audiences.field("pager") : null;
        if (pager == null || pager.itemsOrOne().isEmpty()) {
            notes.add("host.channels.audiences.pager has no channel: Norn calls nobody when a step fails, a gate is not"
                    + " answered or a rollback criterion is met. 'norn environment sample' shows the channels.");
        }
    }

    private List<Problem> problems() {
        EnvironmentFile environment;
        try {
            environment = new Environments(List.of(config.folder())).environment(name);
        } catch (InvalidConfiguration invalid) {
            return invalid.problems();
        }
        notePager(environment.host());
        return EnvironmentProblems.of(config.folder(), environment);
    }
}
