package norn.exec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** TCP ports: whether they are open, and what listens on those of this host. */
public final class Ports {
    private static final int TIMEOUT_MILLISECONDS = 1_000;

    private Ports() {}

    /**
     * Whether connections are accepted there. A port of this host on which a process listens is not connected to; one that the
     * kernel's tables do not show may still be forwarded elsewhere, so it is tried.
     */
    public static boolean isOpen(String host, int port) {
        var address = new InetSocketAddress(host, port);
        if (isThisHost(address.getAddress()) && isTaken(port)) {
            return true;
        }
        try (var socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLISECONDS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Whether that is a name or an address of this host. */
    public static boolean isThisHost(String host) {
        return isThisHost(new InetSocketAddress(host, 0).getAddress());
    }

    private static boolean isThisHost(InetAddress address) {
        if (address == null) {
            return false; // a name that nobody resolves
        }
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Those of the ports that are closed. */
    public static List<Integer> closed(String host, List<Integer> ports) {
        return ports.stream().filter(port -> !isOpen(host, port)).toList();
    }

    /** Whether a process listens on a port of this host, on whatever address. */
    public static boolean isTaken(int port) {
        return ListeningSockets.isTaken(port);
    }

    /** The process that listens on a port of this host, for people: its id and program. */
    public static String describeHolder(int port) {
        return ListeningSockets.holder(port)
                .map(pid -> "process %d (%s)".formatted(pid, program(pid)))
                .orElse("another program");
    }

    private static String program(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().command())
                .map(path -> Path.of(path).getFileName().toString())
                .orElse("of another user");
    }
}
