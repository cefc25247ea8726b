package norn.action;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that is free now. */
public final class FreePort {
    private FreePort() {}

    public static int next() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
