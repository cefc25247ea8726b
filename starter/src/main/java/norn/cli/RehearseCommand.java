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
import norn.rehearsal.SandboxKind;
import norn.rehearsal.SandboxOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a whole deployment in a sandbox. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a whole deployment in a sandbox on this machine, from an empty folder to the report. The sandbox is"
                    + " real: a Temporal server, a database, a cache, services, and players who use them. All files are in"
                    + " NORN_HOME (default: .norn).",
            "You answer at the terminal; with --yes, simulated people do.",
            "Exit codes: 0 done, 1 it did not succeed, 2 it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn rehearse                              you answer each question",
            "  norn rehearse --yes                        simulated people answer",
            "  norn rehearse --yes --break smoke-test     the release fails, and is rolled back",
            "  norn rehearse --yes --like production      an installation as people run one",
            "  norn rehearse --yes --size 2 --keep        with 2 GB of data; everything keeps running"
        })
final class RehearseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--yes",
            description = "Let simulated people answer: GO at gates, manual steps done, ROLL_BACK for failures and met"
                    + " criteria.")
    private boolean yes;

    @Option(
            names = "--break",
            paramLabel = "FAULT",
            description = "Give the release a defect: migration, build, start, smoke-test, agents or after-go-live.")
    private @Nullable String fault;

    @Option(
            names = "--like",
            paramLabel = "KIND",
            description = "What the sandbox is like: plain (the default) or production, where the old release was"
                    + " installed by hand and is adopted, your systemd (where one answers), pm2 and a start script run"
                    + " the services, with Python and Node.js, and MariaDB holds the characters. It needs python3 with"
                    + " venv and pip.")
    private @Nullable String like;

    @Option(names = "--size", paramLabel = "GB", description = "The size of the database. Default: 0.045.")
    private @Nullable Double size;

    @Option(
            names = "--keep",
            description = "Keep server, worker and sandbox running at the end; 'norn down' stops them.")
    private boolean keepRunning;

    @Mixin
    private JsonOption json;

    RehearseCommand(Terminal terminal) {
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
            if (like != null) {
                options = options.like(kind(like));
            }
            return size == null ? options : options.withSizeGb(size);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(String.valueOf(wrong.getMessage()), meant());
        }
    }

    private static SandboxKind kind(String word) {
        try {
            return SandboxKind.named(word);
        } catch (IllegalArgumentException unknown) {
            throw CommandFailed.usage(
                    String.valueOf(unknown.getMessage()),
                    Suggestion.forWord(
                            word,
                            Arrays.stream(SandboxKind.values())
                                    .map(SandboxKind::word)
                                    .toList()));
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
