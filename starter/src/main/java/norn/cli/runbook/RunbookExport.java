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

/** The built-in runbook as files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes the built-in runbook's files into a folder, to begin one of your own with. Overwrites nothing.",
        footerHeading = "%nExample:%n",
        footer = "  norn runbook export config/runbooks/my-runbook     then rename it in runbook.yaml")
final class RunbookExport implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FOLDER", description = "Where to.")
    private Path folder;

    RunbookExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Files.createDirectories(folder);
            for (var file : Catalog.builtInFiles(Catalog.DEFAULT).entrySet()) {
                var path = folder.resolve(file.getKey());
                if (Files.exists(path)) {
                    throw CommandFailed.usage(path + " exists already", "Name another folder, or move it away.");
                }
            }
            for (var file : Catalog.builtInFiles(Catalog.DEFAULT).entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
                terminal.out().println(folder.resolve(file.getKey()));
            }
            return 0;
        } catch (IOException cannot) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION, folder + ": cannot be written to", "Name another folder.", cannot);
        }
    }
}
