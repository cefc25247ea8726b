package norn.rehearsal.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;

/**
 * PostgreSQL refuses to run as root. Where we are root, it runs in a user namespace of its own, where it is nobody; where
 * that is forbidden, as the user {@code postgres} or {@code nobody}, with the right to pass closed directories.
 *
 * @param prefix what goes before each of its commands
 * @param name the user that must own its data; empty where that is us
 */
public record PostgresUser(List<String> prefix, String name) {

    public static PostgresUser find() {
        if (!"root".equals(System.getProperty("user.name")) || !"0".equals(run("id", "-u"))) {
            return new PostgresUser(List.of(), "");
        }
        if (!"0".equals(run("unshare", "-U", "id", "-u"))
                && !run("unshare", "-U", "id", "-u").isEmpty()) {
            return new PostgresUser(List.of("unshare", "-U"), "");
        }
        for (var name : List.of("postgres", "nobody")) {
            var group = run("id", "-g", name);
            List<String> plain = List.of("setpriv", "--reuid=" + name, "--regid=" + group, "--clear-groups");
            List<String> passing = new ArrayList<>(plain);
            passing.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
            for (var prefix : List.of(passing, plain)) {
                if (!run(Stream.concat(prefix.stream(), Stream.of("id", "-u")).toArray(String[]::new))
                        .isEmpty()) {
                    return new PostgresUser(List.copyOf(prefix), name);
                }
            }
        }
        throw new SandboxFailure(
                "PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` can make it another "
                        + "user here. Run Norn as an ordinary user.");
    }

    private static String run(String... command) {
        try {
            return Command.in(Path.of("/")).run(command).strip();
        } catch (SandboxFailure e) {
            return ""; // not possible here: the next way is tried
        }
    }

    public List<String> command(String... words) {
        return Stream.concat(prefix.stream(), Stream.of(words)).toList();
    }

    /** Gives a directory, with all that is in it, to the user. */
    public void own(Path directory) throws IOException {
        if (name.isEmpty()) {
            return;
        }
        var user = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.setOwner(file, user);
            }
        }
    }
}
