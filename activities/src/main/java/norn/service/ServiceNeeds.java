package norn.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.exec.PortRights;
import norn.exec.ProgramFinder;
import norn.exec.UserAccount;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/** What a service needs of this host once it is started from a release, as far as its manager knows. */
final class ServiceNeeds {
    /** Words before a command that change who runs it, in ways that only they know. */
    private static final List<String> OTHER_USERS =
            List.of("su", "runuser", "doas", "setpriv", "chroot", "machinectl", "systemd-run", "docker", "podman");

    private final @Nullable UserAccount user;
    private final String userUnknown;
    private final List<Path> programs = new ArrayList<>();
    private final List<Path> programsOfNorn = new ArrayList<>();
    private final List<Path> read = new ArrayList<>();
    private final List<Path> written = new ArrayList<>();
    private final List<Path> writtenByNorn = new ArrayList<>();
    private final List<Path> readForIt = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private @Nullable Path directory;
    private Finding listens = Finding.NO;

    private ServiceNeeds(@Nullable UserAccount user, String userUnknown) {
        this.user = user;
        this.userUnknown = userUnknown;
    }

    /** Of one that runs as that user. */
    static ServiceNeeds of(UserAccount user) {
        return new ServiceNeeds(user, "");
    }

    /** Of one that runs as a user whom nobody can name. */
    static ServiceNeeds ofUnknownUser(String why) {
        return new ServiceNeeds(null, why);
    }

    /** Of one that the worker starts by that command, which may name another user. */
    static ServiceNeeds startedBy(List<String> command) {
        var program = name(command.get(0));
        if (program.equals("sudo")) {
            var name = userOfSudo(command);
            return UserAccount.of(name)
                    .map(ServiceNeeds::of)
                    .orElseGet(() -> ofUnknownUser("this machine has no user " + name));
        }
        if (OTHER_USERS.contains(program)) {
            return ofUnknownUser(program + " decides that");
        }
        return of(UserAccount.ofThisProcess()).listens(Finding.of(PortRights.areInherited()));
    }

    private static String userOfSudo(List<String> command) {
        for (var i = 1; i < command.size() && command.get(i).startsWith("-"); i++) {
            var word = command.get(i);
            if ((word.equals("-u") || word.equals("--user")) && i + 1 < command.size()) {
                return command.get(i + 1);
            }
            if (word.startsWith("--user=") || word.matches("-u.+")) {
                return word.substring(word.startsWith("--") ? "--user=".length() : 2);
            }
        }
        return "root";
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** It works there. */
    ServiceNeeds in(Path folder) {
        directory = folder;
        return this;
    }

    /** It runs that command there. */
    ServiceNeeds runs(List<String> command, Path folder, @Nullable String searchPath) {
        return finds(command.get(0), folder, searchPath, programs);
    }

    /** Norn runs that command to start it. */
    ServiceNeeds isStartedBy(List<String> command, Path folder, @Nullable String searchPath) {
        return finds(command.get(0), folder, searchPath, programsOfNorn);
    }

    private ServiceNeeds finds(String word, Path folder, @Nullable String searchPath, List<Path> found) {
        if (word.contains("/")) {
            found.add(folder.resolve(word).normalize());
        } else {
            ProgramFinder.find(word, searchPath).ifPresentOrElse(found::add, () -> missing.add(word));
        }
        return this;
    }

    ServiceNeeds runs(Path program) {
        programs.add(program);
        return this;
    }

    ServiceNeeds reads(Path file) {
        read.add(file);
        return this;
    }

    /** It writes in that folder. */
    ServiceNeeds writes(@Nullable Path folder) {
        if (folder != null) {
            written.add(folder);
        }
        return this;
    }

    /** Norn writes that file for it. */
    ServiceNeeds isNotedIn(Path file) {
        writtenByNorn.add(file.toAbsolutePath().normalize().getParent());
        return this;
    }

    /** Its manager reads that file, and passes on what is in it. */
    ServiceNeeds hasRead(Path file) {
        readForIt.add(file);
        return this;
    }

    /** Whether its manager lets it listen on low ports, whoever it runs as. */
    ServiceNeeds listens(Finding onLowPorts) {
        listens = onLowPorts;
        return this;
    }

    /** Where a path that leads through the active link, or into what that leads to, would lead once it leads to that release. */
    static Path moved(Path path, Path release, Attempt attempt) {
        var code = attempt.settings(CodeSettings.class);
        var link = code.active().toAbsolutePath().normalize();
        if (path.startsWith(link)) {
            return release.resolve(link.relativize(path));
        }
        return new Releases(code)
                .active()
                .filter(path::startsWith)
                .map(active -> release.resolve(active.relativize(path)))
                .orElse(path);
    }

    Optional<UserAccount> user() {
        return Optional.ofNullable(user);
    }

    /** Why nobody can say as whom it runs. */
    String userUnknown() {
        return userUnknown;
    }

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    List<Path> programs() {
        return programs;
    }

    List<Path> programsOfNorn() {
        return programsOfNorn;
    }

    /** Programs that are nowhere on the search path. */
    List<String> missing() {
        return missing;
    }

    List<Path> read() {
        return read;
    }

    List<Path> written() {
        return written;
    }

    List<Path> writtenByNorn() {
        return writtenByNorn;
    }

    List<Path> readForIt() {
        return readForIt;
    }

    Finding listens() {
        return listens;
    }
}
