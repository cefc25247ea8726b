package norn.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.exec.ProcessStat;

/** TCP ports: whether they are open, and what listens on those of this host. */
public final class Ports {
    private static final int TIMEOUT_MILLISECONDS = 1_000;
    private static final String LISTENING = "0A";

    private Ports() {}

    /** Whether connections are accepted there. */
    public static boolean isOpen(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLISECONDS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Those of the ports that are closed. */
    public static List<Integer> closed(String host, List<Integer> ports) {
        return ports.stream().filter(port -> !isOpen(host, port)).toList();
    }

    /** Empty where no process listens, or it is another user's and cannot be seen. */
    private static Optional<Long> holder(int port) {
        var inodes = inodes(port);
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        return ProcessStat.pids().stream()
                .filter(pid -> ProcessStat.openFiles(pid).stream().anyMatch(inodes::contains))
                .findFirst();
    }

    /** Whether a process listens on a port of this host, on whatever address. */
    public static boolean isTaken(int port) {
        return !inodes(port).isEmpty();
    }

    /** The process that listens on a port of this host, for people: its id and program. */
    public static String describeHolder(int port) {
        return holder(port)
                .map(pid -> "process %d (%s)".formatted(pid, program(pid)))
                .orElse("another program");
    }

    private static String program(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().command())
                .map(path -> Path.of(path).getFileName().toString())
                .orElse("of another user");
    }

    private static List<String> inodes(int port) {
        var inodes = new ArrayList<String>();
        var suffix = ":%04X".formatted(port);
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (var line : Files.readAllLines(Path.of(table))) {
                    var fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                        inodes.add("socket:[%s]".formatted(fields[9]));
                    }
                }
            } catch (IOException noTable) {
                return inodes; // a machine without IPv6
            }
        }
        return inodes;
    }
}
