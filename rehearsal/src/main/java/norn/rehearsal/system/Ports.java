package norn.rehearsal.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Free ports, below those that the system gives to outgoing connections: a stopped service finds its own again. */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;

    private Ports() {}

    public static List<Integer> free(int count) {
        var random = new SecureRandom();
        List<Integer> ports = new ArrayList<>();
        for (var tries = 0; tries < 10_000 && ports.size() < count; tries++) {
            var port = random.nextInt(FIRST, LAST + 1);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new SandboxFailure("no %d free ports between %d and %d".formatted(count, FIRST, LAST));
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
