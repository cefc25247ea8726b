package norn.bench.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a server of this machine that can be cut as a network is: connections stay open, new ones are accepted, and nothing comes
 * through in either direction, not even that an end hung up. Once it is healed, what was sent arrives.
 */
public final class TcpLink implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean cut;

    private TcpLink(InetSocketAddress server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accepts", this::accept);
    }

    /** A way to that server: host and port. */
    public static TcpLink to(String host, int port) {
        try {
            return new TcpLink(new InetSocketAddress(host, port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it begins. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on nothing comes through. */
    public synchronized void cut() {
        cut = true;
    }

    /** Everything comes through again. */
    public synchronized void heal() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitHealed() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    /** What a thread does until an end hangs up. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String what, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException hungUp) {
                        return;
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "link: " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            var near = listener.accept();
            sockets.add(near);
            start("connects", () -> connect(near));
        }
    }

    private void connect(Socket near) throws IOException, InterruptedException {
        awaitHealed();
        var far = new Socket();
        sockets.add(far);
        try {
            far.connect(server);
        } catch (IOException refused) {
            near.close();
            return;
        }
        start("sends", () -> forward(near, far));
        start("answers", () -> forward(far, near));
    }

    private void forward(Socket from, Socket to) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            while (true) {
                var count = from.getInputStream().read(buffer);
                awaitHealed();
                if (count < 0) {
                    return;
                }
                to.getOutputStream().write(buffer, 0, count);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Ends it, and every connection through it. */
    @Override
    public void close() {
        heal();
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
