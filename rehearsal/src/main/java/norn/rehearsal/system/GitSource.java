package norn.rehearsal.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;

/** A working tree in which releases are committed one after the other; then it is published as a bare repository. */
public final class GitSource {
    private static final Map<String, String> IDENTITY = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Sandbox builder",
            "GIT_AUTHOR_EMAIL", "sandbox@example.org",
            "GIT_COMMITTER_NAME", "Sandbox builder",
            "GIT_COMMITTER_EMAIL", "sandbox@example.org",
            "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");

    private final Path directory;
    private final Command git;

    private GitSource(Path directory) {
        this.directory = directory;
        this.git = Command.in(directory).with(IDENTITY);
    }

    /** An empty one, in a fresh directory inside {@code parent}. */
    public static GitSource create(Path parent) throws IOException {
        var source = new GitSource(Files.createTempDirectory(parent, ".source"));
        source.git.run("git", "init", "-q", "-b", "main");
        return source;
    }

    /** The working tree. */
    public Path directory() {
        return directory;
    }

    /** Lays the resources of the folder that holds {@code name} over the working tree; a file {@code gitignore} gets its dot. */
    public void overlay(String name) throws IOException {
        Resources.copyFolderOf(name, directory);
        var ignored = directory.resolve("gitignore");
        if (Files.exists(ignored)) {
            Files.move(ignored, directory.resolve(".gitignore"));
        }
    }

    /** Has git leave these alone, beside what the releases say themselves. */
    public void ignore(String... patterns) throws IOException {
        Files.writeString(
                directory.resolve(".gitignore"), String.join("\n", patterns) + "\n", StandardOpenOption.APPEND);
    }

    /** Applies the patch in that resource to the working tree. */
    public void patch(String name) throws IOException {
        var patch = Files.writeString(directory.resolve(".git/patch"), Resources.text(name));
        git.run("git", "apply", patch.toString());
    }

    /** Replaces a text that must be in the file exactly once. */
    public void replace(String name, String text, String other) throws IOException {
        var file = directory.resolve(name);
        var content = Files.readString(file);
        if (content.split(Pattern.quote(text), -1).length != 2) {
            throw new IllegalStateException("%s should hold exactly once: %s".formatted(file, text));
        }
        Files.writeString(file, content.replace(text, other));
    }

    /** Commits everything, {@code bin} and the programs named as executable files, and tags it. */
    public void release(String tag, String subject, String... programs) throws IOException {
        try (var scripts = Files.list(directory.resolve("bin"))) {
            scripts.forEach(GitSource::executable);
        }
        for (var program : programs) {
            executable(directory.resolve(program));
        }
        git.run("git", "add", "--all");
        git.run("git", "commit", "-q", "-m", subject);
        git.run("git", "tag", tag);
    }

    private static void executable(Path file) {
        if (!file.toFile().setExecutable(true)) {
            throw new SandboxFailure("%s cannot be made executable".formatted(file));
        }
    }

    /** Makes the bare repository, and deletes the working tree. */
    public void publish(Path bare) throws IOException {
        git.run("git", "clone", "-q", "--bare", ".", bare.toString());
        Directories.delete(directory);
    }

    /** A fresh directory with the files of one release of a bare repository. */
    public static void checkOut(Path bare, String release, Path directory) {
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
