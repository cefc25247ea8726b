package norn.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import norn.cli.option.JsonOption;
import norn.cli.rehearsal.RehearsalRun;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import norn.plan.Suggestion;
import norn.rehearsal.Fault;
import norn.rehearsal.SandboxOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A whole deployment in the practice world. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Deploys a release in a practice world on this machine, from nothing to the report: a real Temporal server, a real"
                    + " database, cache, services and players. Everything lies in NORN_HOME (default: .norn).",
            "You decide at the terminal; with --yes made-up people do. Exits as the deployment ends: 0 done, 1 it did not"
                    + " succeed, 2 it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn rehearse                              you decide at each gate",
            "  norn rehearse --yes                        made-up people decide",
            "  norn rehearse --yes --break smoke-test     see it roll back; also: migration, build, start,",
            "                                             agents, after-go-live",
            "  norn rehearse --yes --size 2 --keep        with 2 GB of data; leave everything running"
        })
final class Rehearse implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--yes",
            description = "Answer as people of the roles that are asked: gates GO, manual steps done, failures and met"
                    + " criteria ROLL_BACK.")
    private boolean yes;

    @Option(
            names = "--break",
            paramLabel = "FAULT",
            description = "Let the release fail: migration, build, start, smoke-test, agents or after-go-live.")
    private @Nullable String fault;

    @Option(names = "--size", paramLabel = "GB", description = "How much data the old release has. Default: 0.045.")
    private @Nullable Double size;

    @Option(names = "--keep", description = "Leave server, world and worker running; './norn down' ends them.")
    private boolean keepRunning;

    @Mixin
    private JsonOption json;

    Rehearse(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = options();
        var home = NornHome.ofProcess().writable();
        var rehearsalRun = new RehearsalRun(terminal, home, options, yes, keepRunning, json.json);
        return rehearsalRun.run(Instant.now(), Duration.ofSeconds(5));
    }

    private SandboxOptions options() {
        try {
            var options = SandboxOptions.standard();
            if (fault != null) {
                options = options.with(Fault.named(fault));
            }
            return size == null ? options : options.withSizeGb(size);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(String.valueOf(wrong.getMessage()), meant());
        }
    }

    private @Nullable String meant() {
        var typed = fault;
        if (typed == null || typed.isBlank()) {
            return null;
        }
        var known = Arrays.stream(Fault.values()).map(Fault::word).toList();
        return known.stream()
                .filter(word -> word.startsWith(typed))
                .findFirst()
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> Suggestion.forWord(typed, known));
    }
}
