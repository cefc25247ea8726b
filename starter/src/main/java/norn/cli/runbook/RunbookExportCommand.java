package norn.cli.runbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import norn.catalog.Catalog;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the built-in runbook as files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes the files of a built-in runbook into a folder, as a start for your own. Overwrites nothing.",
        footerHeading = "%nExample:%n",
        footer = "  norn runbook export web-service config/runbooks/my-runbook")
final class RunbookExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "RUNBOOK",
            description = "The built-in runbook: ragnarok-ai-world or web-service.")
    private String runbook;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder; created if it does not exist.")
    private Path folder;

    RunbookExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Catalog.BUILT_IN.contains(runbook)) {
            throw CommandFailed.usage(
                    runbook + ": no such built-in runbook", "Known: " + String.join(", ", Catalog.BUILT_IN) + ".");
        }
        try {
            Files.createDirectories(folder);
            var files = Catalog.builtInFiles(runbook);
            for (var file : files.entrySet()) {
                var path = folder.resolve(file.getKey());
                if (Files.exists(path)) {
                    throw CommandFailed.usage(path + " exists already", "Name another folder, or move the file away.");
                }
            }
            for (var file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
                terminal.out().println(folder.resolve(file.getKey()));
            }
            return 0;
        } catch (IOException failed) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION, folder + ": cannot be written to", "Name another folder.", failed);
        }
    }
}
