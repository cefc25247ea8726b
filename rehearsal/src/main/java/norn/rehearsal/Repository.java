package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.Resources;

/** The git repository with both releases. The new one holds the defect that the rehearsal asks for. */
final class Repository {
    static final String OLD = "v0.9.0";
    static final String NEW = "v1.0.0";

    private static final Map<String, String> IDENTITY = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Sandbox builder",
            "GIT_AUTHOR_EMAIL", "sandbox@example.org",
            "GIT_COMMITTER_NAME", "Sandbox builder",
            "GIT_COMMITTER_EMAIL", "sandbox@example.org",
            "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");

    private final Path bare;

    private Repository(Path bare) {
        this.bare = bare;
    }

    /** Makes the bare repository; {@code driver} is the library that both releases ask for. */
    static Repository create(Path bare, Path driver, Fault fault) throws IOException {
        var source = Files.createTempDirectory(bare.getParent(), ".source");
        var git = Command.in(source).with(IDENTITY);
        git.run("git", "init", "-q", "-b", "main");

        Resources.copyFolderOf("repository/" + OLD + "/RELEASE", source);
        Files.move(source.resolve("gitignore"), source.resolve(".gitignore"));
        Files.writeString(
                source.resolve("requirements.txt"),
                "%s  %s%n".formatted(Checksums.sha256(driver), driver.getFileName()));
        commit(git, source, "The old release");
        git.run("git", "tag", OLD);

        Resources.copyFolderOf("repository/" + NEW + "/RELEASE", source);
        if (fault.edit().isPresent()) {
            injectFault(source, fault.edit().get());
        }
        commit(git, source, "Zones, problems, factions");
        git.run("git", "tag", NEW);

        git.run("git", "clone", "-q", "--bare", ".", bare.toString());
        Directories.delete(source);
        return new Repository(bare);
    }

    private static void injectFault(Path source, Fault.Edit edit) throws IOException {
        var file = source.resolve(edit.file());
        var text = Files.readString(file);
        if (text.split(java.util.regex.Pattern.quote(edit.good()), -1).length != 2) {
            throw new IllegalStateException("%s should hold exactly once: %s".formatted(file, edit.good()));
        }
        Files.writeString(file, text.replace(edit.good(), edit.bad()));
    }

    private static void commit(Command git, Path source, String subject) throws IOException {
        try (var scripts = Files.list(source.resolve("bin"))) {
            Stream.concat(scripts, Stream.of(source.resolve("athena-start")))
                    .forEach(script -> script.toFile().setExecutable(true));
        }
        git.run("git", "add", "--all");
        git.run("git", "commit", "-q", "-m", subject);
    }

    /** A fresh directory with the files of one release. */
    void checkOut(String release, Path directory) {
        Command.in(bare)
                .with(IDENTITY)
                .run(
                        "git",
                        "-c",
                        "advice.detachedHead=false",
                        "clone",
                        "-q",
                        "--branch",
                        release,
                        bare.toString(),
                        directory.toString());
    }
}
