package norn.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.configuration.ConfigurationSettings;
import norn.exec.FileRights;
import norn.exec.FileRights.Right;
import norn.exec.ListeningSockets;
import norn.exec.PortRights;
import norn.exec.Ports;
import norn.exec.ProcessStat;
import norn.exec.UserAccount;
import norn.state.Finding;

/** What stands in the way of one service that is to start from a release which does not serve yet. */
final class StartCheck {
    /** What neither a build nor a service reads: git's records, and Norn's. */
    private static final Set<String> RECORDS = Set.of(".git", ".norn");

    private static final int MAX_FILES = 20;
    private static final int SHOWN_FILES = 3;
    private static final int LOW_PORTS = 1024;
    private static final int SETGID = 02000;

    private final String name;
    private final ServiceManager manager;
    private final Service service;
    private final Path release;
    private final Attempt attempt;
    private final ServiceNeeds needs;
    private final OptionalInt unprivilegedFrom;
    private final UserAccount norn = UserAccount.ofThisProcess();
    private final List<Obstacle> obstacles = new ArrayList<>();

    StartCheck(String name, ServiceManager manager, Service service, Path release, Attempt attempt) {
        this(name, manager, service, release, attempt, PortRights.unprivilegedFrom());
    }

    /** On a host whose lowest port for anybody is that one; empty: not known. */
    StartCheck(
            String name,
            ServiceManager manager,
            Service service,
            Path release,
            Attempt attempt,
            OptionalInt unprivilegedFrom) {
        this.unprivilegedFrom = unprivilegedFrom;
        this.name = name;
        this.manager = manager;
        this.service = service;
        this.release = release;
        this.attempt = attempt;
        needs = service.needs(release);
    }

    /**
     * Something that stands in the way, or of which nobody can say whether it does.
     *
     * @param remedy what people can do about it
     */
    record Obstacle(Finding finding, String what, String remedy) {}

    /** All of them; empty where the service could start. */
    List<Obstacle> obstacles() {
        ports();
        needs.missing()
                .forEach(program -> add(
                        Finding.NO,
                        "%s is no program on the search path".formatted(program),
                        "Install it, or fix host.services.components.%s.".formatted(name)));
        rights(norn, needs.programsOfNorn(), Right.EXECUTE);
        needs.writtenByNorn().forEach(folder -> writes(norn, folder));
        needs.user().ifPresentOrElse(this::rights, this::rightsUnknown);
        return obstacles;
    }

    private void add(Finding finding, String what, String remedy) {
        if (finding != Finding.YES) {
            obstacles.add(new Obstacle(finding, "%s: %s".formatted(name, what), remedy));
        }
    }

    // ports

    private void ports() {
        if (manager.ports().isEmpty()) {
            return;
        }
        if (!Ports.isThisHost(manager.host())) {
            add(
                    Finding.UNKNOWN,
                    "whether it can listen on %s is unknown, since that is no address of this machine"
                            .formatted(manager.host()),
                    "Name an address of this machine in host.services.components.%s.host, or give the machine that one."
                            .formatted(name));
        } else {
            PortRights.addressProblem(manager.host())
                    .ifPresent(why -> add(
                            Finding.NO,
                            "nothing can listen on %s here: %s".formatted(manager.host(), why),
                            "Name an address that this machine has, of a family that it speaks (127.0.0.1, ::1), in host.services.components.%s.host."
                                    .formatted(name)));
        }
        var own = ownProcesses();
        for (int port : manager.ports()) {
            holder(port, own);
            lowPort(port, own);
        }
    }

    private Set<Long> ownProcesses() {
        var own = new LinkedHashSet<Long>();
        var pid = service.state().pid();
        if (pid != null) {
            own.add(pid);
        }
        var active = new Releases(attempt.settings(CodeSettings.class)).active().orElse(null);
        service.traces(active).forEach(trace -> own.add(trace.pid()));
        return own;
    }

    private void holder(int port, Set<Long> own) {
        if (!ListeningSockets.isTaken(port)) {
            return;
        }
        var holders = ListeningSockets.holders(port).toList();
        if (holders.isEmpty()) {
            hiddenHolder(port, own);
        } else if (holders.stream().noneMatch(pid -> isOf(pid, own))) {
            add(
                    Finding.NO,
                    "port %d is held by %s, which is not of this service".formatted(port, Ports.describeHolder(port)),
                    "End that process before the day, or give one of the two another port.");
        }
    }

    /** Of a process that the worker's user may not look into, the socket's user is known all the same. */
    private void hiddenHolder(int port, Set<Long> own) {
        var users =
                own.stream().flatMap(pid -> userOf(pid).stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        if (needs.listens() == Finding.YES) {
            users.add(0L); // a socket that systemd holds for it
        }
        if (ListeningSockets.users(port).stream().anyMatch(users::contains)) {
            return;
        }
        add(
                Finding.UNKNOWN,
                "port %d is held by a process of user %s that the worker's user cannot see, and whether it is of this service is unknown"
                        .formatted(
                                port,
                                ListeningSockets.users(port).stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))),
                "Find it as root ('ss -ltnp'). If it is of another program, end it before the day, or give one of the"
                        + " two another port.");
    }

    private static Optional<Long> userOf(long pid) {
        try {
            return Optional.of(FileRights.attribute(Path.of("/proc", Long.toString(pid)), "uid"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Whether that process is one of them, of a group that one of them leads, or was started by one. */
    private static boolean isOf(long pid, Set<Long> own) {
        var isOfGroup = ProcessStat.of(pid)
                .filter(process -> own.contains(process.group()))
                .isPresent();
        for (var at = ProcessHandle.of(pid); at.isPresent(); at = at.get().parent()) {
            if (own.contains(at.get().pid())) {
                return true;
            }
        }
        return isOfGroup;
    }

    private void lowPort(int port, Set<Long> own) {
        var from = unprivilegedFrom;
        if (port >= from.orElse(LOW_PORTS) || needs.listens() == Finding.YES) {
            return;
        }
        var user = needs.user();
        if (user.isPresent() && (user.get().isRoot() || holdsNow(port, user.get(), own))) {
            return;
        }
        var may = user.isEmpty() || from.isEmpty() ? Finding.UNKNOWN : ofPrograms();
        add(
                may,
                "port %d is below %d, where only root may listen and what has the capability cap_net_bind_service; %s"
                        .formatted(
                                port,
                                from.orElse(LOW_PORTS),
                                may == Finding.NO
                                        ? "%s has neither"
                                                .formatted(user.map(UserAccount::name)
                                                        .orElse("it"))
                                        : "whether this service has it is unknown"),
                "Give the unit AmbientCapabilities=CAP_NET_BIND_SERVICE, or the program that capability (setcap), or"
                        + " the service a higher port; or lower net.ipv4.ip_unprivileged_port_start.");
    }

    /** What it does already, it may. */
    private boolean holdsNow(int port, UserAccount user, Set<Long> own) {
        return ListeningSockets.users(port).contains(user.uid())
                && own.stream()
                        .anyMatch(pid ->
                                userOf(pid).filter(uid -> uid == user.uid()).isPresent());
    }

    private Finding ofPrograms() {
        var ofPrograms = needs.programs().stream().map(PortRights::areOf).toList();
        if (ofPrograms.contains(Finding.YES)) {
            return Finding.YES;
        }
        return ofPrograms.isEmpty() || ofPrograms.contains(Finding.UNKNOWN) || needs.listens() == Finding.UNKNOWN
                ? Finding.UNKNOWN
                : Finding.NO;
    }

    // rights

    private void rightsUnknown() {
        add(
                Finding.UNKNOWN,
                "as which user it runs is unknown (%s), and so what that may read and write"
                        .formatted(needs.userUnknown()),
                "Check by hand, as that user, that it can read %s, or name a user of this machine.".formatted(release));
    }

    private void rights(UserAccount user) {
        rights(user, needs.programs(), Right.EXECUTE);
        rights(user, needs.read(), Right.READ);
        needs.written().forEach(folder -> writes(user, folder));
        tree(user, needs.directory().orElse(release));
        settings(user);
    }

    private void rights(UserAccount user, List<Path> files, Right right) {
        for (var file : files) {
            var access = new FileRights(user).to(file, right);
            add(access.finding(), "as %s, %s".formatted(user.name(), access.why()), grant(user, file));
        }
    }

    private void writes(UserAccount user, Path folder) {
        var there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        var access = new FileRights(user).to(there, Right.WRITE);
        add(
                access.finding(),
                "as %s, %s, where it writes".formatted(user.name(), access.why()),
                "Let %s write to %s (chown, or chgrp and chmod g+w).".formatted(user.name(), folder));
    }

    private void tree(UserAccount user, Path folder) {
        var rights = new FileRights(user);
        var entered = rights.to(folder, Right.EXECUTE);
        if (entered.finding() != Finding.YES) {
            add(entered.finding(), "as %s, %s".formatted(user.name(), entered.why()), grant(user, folder));
            return;
        }
        var closed = new Unreadable(rights, ofOthers());
        try {
            Files.walkFileTree(folder, closed);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
        if (!closed.paths.isEmpty()) {
            add(
                    closed.finding,
                    "as %s, it %s read %s%d files and folders of %s, such as %s"
                            .formatted(
                                    user.name(),
                                    closed.finding == Finding.NO ? "may not" : "may or may not",
                                    closed.paths.size() < MAX_FILES ? "" : "at least ",
                                    closed.paths.size(),
                                    folder,
                                    closed.paths.stream()
                                            .limit(SHOWN_FILES)
                                            .map(path -> folder.relativize(path).toString())
                                            .collect(Collectors.joining(", "))),
                    grant(user, folder));
        }
    }

    /** Settings files of other services are theirs alone. */
    private Set<Path> ofOthers() {
        var others = new LinkedHashSet<Path>();
        attempt.host()
                .section(ConfigurationSettings.class)
                .ifPresent(settings -> settings.files().forEach((file, of) -> {
                    if (!isOfService(file, of)) {
                        others.add(Releases.inside(release, of.to()));
                    }
                }));
        return others;
    }

    private boolean isOfService(String file, ConfigurationSettings.ConfigurationFile of) {
        return name.equals(of.component() == null ? file : of.component());
    }

    private static final class Unreadable extends SimpleFileVisitor<Path> {
        private final FileRights rights;
        private final Set<Path> ofOthers;
        private final List<Path> paths = new ArrayList<>();
        private Finding finding = Finding.YES;

        private Unreadable(FileRights rights, Set<Path> ofOthers) {
            this.rights = rights;
            this.ofOthers = ofOthers;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (RECORDS.contains(String.valueOf(folder.getFileName()))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            var entered = Finding.all(List.of(rights.at(folder, Right.EXECUTE), rights.at(folder, Right.READ)));
            return entered == Finding.YES
                    ? FileVisitResult.CONTINUE
                    : closed(folder, entered, FileVisitResult.SKIP_SUBTREE);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isRegularFile() || ofOthers.contains(file)) {
                return FileVisitResult.CONTINUE;
            }
            var read = rights.at(file, Right.READ);
            return read == Finding.YES ? FileVisitResult.CONTINUE : closed(file, read, FileVisitResult.CONTINUE);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException hidden) {
            return closed(file, Finding.UNKNOWN, FileVisitResult.CONTINUE);
        }

        /** What a build, or a program that cleans up, has deleted meanwhile is closed to nobody. */
        private FileVisitResult closed(Path path, Finding found, FileVisitResult next) {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return next;
            }
            paths.add(path);
            finding = Finding.all(List.of(finding, found));
            return paths.size() < MAX_FILES ? next : FileVisitResult.TERMINATE;
        }
    }

    /** Settings that lie there already are what they are; else those that Norn would write, as its own user. */
    private void settings(UserAccount user) {
        attempt.host()
                .section(ConfigurationSettings.class)
                .ifPresent(settings -> settings.files().forEach((file, of) -> {
                    var path = Releases.inside(release, of.to());
                    if (isOfService(file, of) && !needs.readForIt().contains(path)) {
                        settings(user, file, of, path);
                    }
                }));
    }

    private void settings(UserAccount user, String file, ConfigurationSettings.ConfigurationFile of, Path path) {
        var remedy =
                "Set host.configuration.files.%s.mode to \"640\", and give the file's folder a group of both %s and %s, which new files take over (chgrp, chmod g+s)."
                        .formatted(file, user.name(), norn.name());
        if (Files.exists(path)) {
            var access = new FileRights(user).to(path, Right.READ);
            add(access.finding(), "as %s, %s".formatted(user.name(), access.why()), remedy);
            return;
        }
        if (!new FileRights(user).grants(norn.uid(), groupBeside(path), Integer.parseInt(of.mode(), 8), Right.READ)) {
            add(
                    Finding.NO,
                    "as %s, it may not read %s once %s has written it with mode %s"
                            .formatted(user.name(), path, norn.name(), of.mode()),
                    remedy);
        }
    }

    /** The group that a new file has beside that one. */
    private long groupBeside(Path file) {
        var folder = file.toAbsolutePath().getParent();
        try {
            return folder != null && (FileRights.attribute(folder, "mode") & SETGID) != 0
                    ? FileRights.attribute(folder, "gid")
                    : norn.groups().get(0);
        } catch (IOException notThereYet) {
            return norn.groups().get(0);
        }
    }

    private static String grant(UserAccount user, Path path) {
        return "Let %s read %s: by a group that it has in common with the worker's user (chgrp, chmod g+rX; a setgid bit on the releases' folder, and a umask of 027, hand that on to later releases)."
                .formatted(user.name(), path);
    }
}
