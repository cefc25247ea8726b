package norn.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The TCP ports of this host on which something listens, by the kernel's own tables: a look at them touches no service, and a
 * service that is still loading may have a backlog of a few connections only.
 *
 * @see "proc(5), /proc/net/tcp"
 */
public final class ListeningSockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";
    private static final String TIME_WAIT = "06";
    private static final int FIELDS = 10;

    private ListeningSockets() {}

    /** Whether a process listens on that port, on whatever address. */
    public static boolean isTaken(int port) {
        return !inodes(port).isEmpty();
    }

    /** The pid of a process that listens there; empty where none does, or it is another user's and cannot be seen. */
    public static Optional<Long> holder(int port) {
        return holders(port).findFirst();
    }

    /** The pids of all processes that listen there and can be seen: one may have handed the socket on to its children. */
    public static Stream<Long> holders(int port) {
        var sockets = inodes(port).stream().map("socket:[%s]"::formatted).toList();
        return sockets.isEmpty()
                ? Stream.empty()
                : ProcessStat.pids().stream()
                        .filter(pid -> ProcessStat.openFiles(pid).stream().anyMatch(sockets::contains));
    }

    /** The ids of the users whose sockets listen there: anybody may see them, also where the process is another user's. */
    public static List<Long> users(int port) {
        var local = local(port);
        return TABLES.stream()
                .flatMap(table -> lines(table).stream())
                .filter(line -> is(line, local, LISTENING))
                .map(line -> Long.parseLong(fields(line)[7]))
                .distinct()
                .toList();
    }

    /**
     * Whether connections of that port are in TIME_WAIT, up to a minute after they were closed: a service that does not set
     * SO_REUSEADDR cannot listen on it yet.
     */
    public static boolean isInTimeWait(int port) {
        var local = local(port);
        return TABLES.stream().flatMap(table -> lines(table).stream()).anyMatch(line -> is(line, local, TIME_WAIT));
    }

    private static List<String> inodes(int port) {
        var local = local(port);
        return TABLES.stream()
                .flatMap(table -> lines(table).stream())
                .map(line -> inode(line, local))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException noTable) {
            return List.of(); // a machine without IPv6, or without /proc
        }
    }

    /** The inode of the socket that a line of the table describes, where it listens on that port. */
    private static Optional<String> inode(String line, String local) {
        return is(line, local, LISTENING) ? Optional.of(fields(line)[9]) : Optional.empty();
    }

    /** How the address of this side ends. */
    private static String local(int port) {
        return ":%04X".formatted(port);
    }

    private static boolean is(String line, String local, String state) {
        if (!line.contains(local)) { // nearly every line of a busy host: to take each apart would be most of a look
            return false;
        }
        var fields = fields(line);
        return fields.length >= FIELDS && fields[1].endsWith(local) && fields[3].equals(state);
    }

    private static String[] fields(String line) {
        return line.strip().split("\\s+", -1);
    }
}
