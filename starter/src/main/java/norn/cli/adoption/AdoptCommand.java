package norn.cli.adoption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.ActionFailed;
import norn.adoption.Adoption;
import norn.adoption.AdoptionRequest;
import norn.adoption.Installation;
import norn.cli.host.ProgressLines;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over an installation that was made by hand. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = {
            "Takes over an installation that was made by hand and runs in place, on this host and without a server:"
                    + " shows how each service was found and from where it runs, and what must change. On your word it"
                    + " renames the folder that they run from into the folder of the releases, makes the active link, puts"
                    + " a link in the old place, and proves by a stop, a return and a start that it can be gone back to:"
                    + " the services are stopped and started twice.",
            "Where it is ended, or killed, call it again: it goes on. Exit codes: 0 done, or nothing stands in the"
                    + " way; 1 something does, or the proof failed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn adopt production --plan",
            "  norn adopt production --by alice",
            "  norn adopt production --tree /opt/game --release v0.9.0 --yes"
        })
public final class AdoptCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment.")
    private String environment;

    @Option(names = "--plan", description = "Show what was found and what must change; change nothing.")
    private boolean plan;

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Option(
            names = "--tree",
            paramLabel = "DIR",
            description = "The folder that the services run from. Default: the git work tree that they are found in.")
    private @Nullable Path tree;

    @Option(
            names = "--release",
            paramLabel = "NAME",
            description = "Its name as a release. Default: its tag, or what git says of its commit.")
    private @Nullable String release;

    @Option(
            names = "--take-over",
            description =
                    "The deployment that took the environment last, and has not recorded its end, is known to have"
                            + " ended.")
    private boolean takeOver;

    @Mixin
    private PersonOptions person;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    /** One that writes to that terminal. */
    public AdoptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var host = new HostEnvironments(config.folder()).host(environment);
        var adoption = new Adoption(
                host,
                Clock.systemUTC(),
                new AdoptionRequest(tree, release, person.name(), takeOver),
                new ProgressLines(terminal));
        try {
            var installation = adoption.inspect();
            if (!json.json) {
                show(installation);
            }
            if (plan || installation.isAdopted() || !installation.problems().isEmpty()) {
                printJson(Map.of("installation", installation.fields()));
                return installation.problems().isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
            }
            requireWord();
            var proof = adoption.adopt();
            if (!json.json) {
                terminal.out().println(proof.summary());
            }
            printJson(Map.of("installation", installation.fields(), "proof", proof.values()));
            return ExitCode.DONE;
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }

    private void printJson(Map<String, Object> fields) {
        if (json.json) {
            terminal.out().println(LenientJson.text(fields));
        }
    }

    private void show(Installation installation) {
        new InstallationText(environment, terminal.style())
                .lines(installation)
                .forEach(line -> terminal.out()
                        .println(
                                LineWrapper.wrappedText(line, terminal.outSize().columns() - 1)));
    }

    private void requireWord() {
        if (yes) {
            return;
        }
        if (!terminal.isInteractive()) {
            throw CommandFailed.usage(
                    "nothing was changed: an adoption needs a person's word, and nobody can be asked here",
                    "Type it at a terminal, or add --yes; with --plan it only shows.");
        }
        terminal.err().print("Adopt it now? The services are stopped and started twice. Type yes: ");
        terminal.err().flush();
        if (!"yes".equals(line())) {
            throw new CommandFailed(ExitCode.NOT_SUCCESSFUL, "nothing was changed", null);
        }
    }

    private static @Nullable String line() {
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? null : line.strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read what you type", unreadable);
        }
    }
}
