package norn.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real git repository to release from. */
public record GitRepository(Path directory) {
    public static GitRepository create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        var repository = new GitRepository(directory);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    public GitRepository file(String path, String text) {
        try {
            var file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public GitRepository link(String path, String to) {
        try {
            Files.createSymbolicLink(directory.resolve(path), Path.of(to));
            return this;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Commits everything and tags it. */
    public GitRepository tag(String name) {
        git("add", "-A");
        git("commit", "--quiet", "--allow-empty", "-m", name);
        git("tag", "-f", "-a", "-m", name, name);
        return this;
    }

    public String commit(String revision) {
        return git("rev-parse", revision + "^{commit}").strip();
    }

    public String git(String... words) {
        var argv = new ArrayList<>(List.of("git", "-c", "user.name=Tester", "-c", "user.email=tester@example.com"));
        argv.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(argv)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(argv + ": " + output);
            }
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
