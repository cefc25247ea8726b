package norn.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.FileErrorText;

/** The folder that holds what a local run writes: {@code NORN_HOME}, by default {@code .norn} where the command was typed. */
public record NornHome(Path path) {
    /** The home of this process. */
    public static NornHome ofProcess() {
        var named = System.getenv("NORN_HOME");
        return new NornHome(Path.of(named == null || named.isBlank() ? ".norn" : named)
                .toAbsolutePath()
                .normalize());
    }

    /** Logs of what runs in the background. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** Environments and runbooks, unless {@code --config} or {@code NORN_CONFIG} names another folder. */
    public Path config() {
        return path.resolve("config");
    }

    /** Everything of the practice world. */
    public Path sandbox() {
        return path.resolve("sandbox");
    }

    /**
     * Makes the folder, and proves by a small file that it can be written to.
     *
     * @throws CommandFailed if it cannot
     */
    public NornHome writable() {
        try {
            Files.createDirectories(logs());
            var probe = Files.createTempFile(path, "probe", null);
            Files.write(probe, new byte[64 * 1024]);
            Files.delete(probe);
            return this;
        } catch (IOException cannot) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "%s: cannot be written to (%s)".formatted(path, FileErrorText.of(cannot)),
                    "Norn keeps what a local run writes there. Free space, mend its permissions, or name another folder: NORN_HOME=DIR.",
                    cannot);
        }
    }

    /**
     * Makes sure that there is room.
     *
     * @throws CommandFailed if there is less
     */
    public void roomFor(long bytes) {
        var free = path.toFile().getUsableSpace();
        if (free < bytes) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "%s: %d MB are free there, a rehearsal of this size needs %d MB"
                            .formatted(path, free / 1_000_000, bytes / 1_000_000),
                    "Make room, or name another folder: NORN_HOME=DIR.");
        }
    }
}
