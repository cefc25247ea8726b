package norn.cli.adoption;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.ActionFailed;
import norn.adoption.Adoption;
import norn.adoption.AdoptionRequest;
import norn.adoption.AdoptionUndo;
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
            "Where it is ended, or killed, call it again: it goes on; --undo takes it back. Exit codes: 0 done, or"
                    + " nothing stands in the way; 1 something does, or the proof failed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn adopt production --plan",
            "  norn adopt production --by alice",
            "  norn adopt production --tree /opt/game --release v0.9.0 --yes",
            "  norn adopt production --undo"
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

    @Option(
            names = "--undo",
            description = "Take the adoption back: the folder goes to its old place, the link and the records go, and"
                    + " the services run in place again. Refused once a deployment has acted on it.")
    private boolean undo;

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
        if (undo && (tree != null || release != null)) {
            throw CommandFailed.usage(
                    "--undo goes with neither --tree nor --release", "What is taken back stands in the records.");
        }
        var host = new HostEnvironments(config.folder()).host(environment);
        var progress = new ProgressLines(terminal);
        var word = new WordOfPerson(terminal, progress);
        var request = new AdoptionRequest(tree, release, person.name(), takeOver);
        try {
            return undo
                    ? undo(new AdoptionUndo(host, Clock.systemUTC(), request, progress), word)
                    : adopt(new Adoption(host, Clock.systemUTC(), request, progress), word);
        } catch (ActionFailed failed) {
            throw WordOfPerson.failed(failed);
        }
    }

    private int adopt(Adoption adoption, WordOfPerson word) {
        var installation = adoption.inspect();
        show(new InstallationText(environment, terminal.style()).lines(installation));
        if (plan || installation.isAdopted() || !installation.problems().isEmpty()) {
            printJson(Map.of("installation", installation.fields()));
            return installation.problems().isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        }
        if (!yes) {
            word.require("Adopt it now? The services are stopped and started twice.");
        }
        var proof = word.whileWanted(environment, adoption::adopt);
        show(List.of(proof.summary()));
        printJson(Map.of("installation", installation.fields(), "proof", proof.values()));
        return ExitCode.DONE;
    }

    private int undo(AdoptionUndo undo, WordOfPerson word) {
        var undoing = undo.inspect();
        show(new InstallationText(environment, terminal.style()).lines(undoing));
        if (plan || !undoing.problems().isEmpty()) {
            printJson(undoing.fields());
            return undoing.problems().isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        }
        if (!yes) {
            word.require("Take the adoption back now? The services are stopped and started once.");
        }
        show(List.of(word.whileWanted(environment, undo::undo).summary()));
        printJson(undoing.fields());
        return ExitCode.DONE;
    }

    private void printJson(Map<String, Object> fields) {
        if (json.json) {
            terminal.out().println(LenientJson.text(fields));
        }
    }

    private void show(List<String> lines) {
        if (!json.json) {
            lines.forEach(line -> terminal.out()
                    .println(LineWrapper.wrappedText(line, terminal.outSize().columns() - 1)));
        }
    }
}
