package norn.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a local server listens, on this machine only.
 *
 * @param server the port of the server itself
 * @param ui the port of its web page
 */
record Ports(int server, int ui) {
    /** What everybody expects of a Temporal server. */
    static final Ports USUAL = new Ports(7233, 8233);

    private static final int STEP = 10;
    private static final int TRIES = 90;

    /** The first pair of free ports from the usual ones upwards, so that a person sees familiar numbers. */
    static Ports free() throws IOException {
        return IntStream.range(0, TRIES)
                .mapToObj(i -> new Ports(USUAL.server + i * STEP, USUAL.ui + i * STEP))
                .filter(Ports::areFree)
                .findFirst()
                .or(Ports::any)
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

    private static Optional<Ports> any() {
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            return Optional.of(new Ports(one.getLocalPort(), other.getLocalPort()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
