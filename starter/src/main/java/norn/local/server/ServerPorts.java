package norn.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ports of a local server, which listens on this machine only.
 *
 * @param server the port of the server itself
 * @param ui the port of its web UI
 */
record ServerPorts(int server, int ui) {
    /** The ports that people expect of a Temporal server. */
    static final ServerPorts DEFAULT_PORTS = new ServerPorts(7233, 8233);

    private static final int STEP = 10;
    private static final int TRIES = 90;

    /** The first pair of free ports from the default ones upwards, so that people see familiar numbers. */
    static ServerPorts free() throws IOException {
        return IntStream.range(0, TRIES)
                .mapToObj(i -> new ServerPorts(DEFAULT_PORTS.server + i * STEP, DEFAULT_PORTS.ui + i * STEP))
                .filter(ServerPorts::areFree)
                .findFirst()
                .or(ServerPorts::any)
                .orElseThrow(() -> new IOException("no free port on this machine"));
    }

    boolean areFree() {
        return isFree(server) && isFree(ui);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static Optional<ServerPorts> any() {
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            return Optional.of(new ServerPorts(one.getLocalPort(), other.getLocalPort()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
