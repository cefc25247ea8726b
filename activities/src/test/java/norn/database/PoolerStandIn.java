package norn.database;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A pooler as clients of PgBouncer or Pgpool-II see it when they connect: it takes the place of the server, and most number the processes that
 * serve them by themselves. What it does with what a session asks for in its {@code options} depends on its version and file.
 */
final class PoolerStandIn implements AutoCloseable {
    private static final int ENCRYPTION_WANTED = 80_877_103;
    private static final int OWN_NUMBER = 0x40000000;

    private final int serverPort;
    private final SessionOptions options;
    private final ServerSocket listening;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What becomes of the options. */
    enum SessionOptions {
        /** As it comes. */
        REFUSED,
        /** With {@code ignore_startup_parameters = options}. */
        DROPPED,
        /** In the manner of poolers that hold sessions for each set of options. */
        PASSED_ON,
        /** As Pgpool-II does, which passes on the number of the server's process too, and is known by what it answers itself. */
        PASSED_ON_WITH_THE_NUMBER
    }

    PoolerStandIn(int serverPort, SessionOptions options) throws IOException {
        this.serverPort = serverPort;
        this.options = options;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(() -> {
            while (true) {
                var client = listening.accept();
                open.add(client);
                inBackground(() -> serve(client));
            }
        });
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort();
    }

    private interface Talk {
        void run() throws IOException;
    }

    private static void inBackground(Talk talk) {
        var thread = new Thread(() -> {
            try {
                talk.run();
            } catch (IOException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        var fromClient = new DataInputStream(client.getInputStream());
        var toClient = new DataOutputStream(client.getOutputStream());
        var startup = startup(fromClient, toClient);
        if (options == SessionOptions.REFUSED && startup.contains("options")) {
            refuse(toClient);
            client.close();
            return;
        }
        try (var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            open.add(server);
            send(new DataOutputStream(server.getOutputStream()), startup);
            var fromServer = new DataInputStream(server.getInputStream());
            if (options == SessionOptions.PASSED_ON_WITH_THE_NUMBER) {
                inBackground(() -> answerForItself(fromClient, new DataOutputStream(server.getOutputStream())));
            } else {
                inBackground(() -> pass(fromClient, server.getOutputStream()));
                giveOwnNumber(fromServer, toClient);
            }
            pass(fromServer, toClient);
        } finally {
            client.close();
        }
    }

    /** The names and values that the client begins with. */
    private static List<String> startup(DataInputStream fromClient, DataOutputStream toClient) throws IOException {
        while (true) {
            var length = fromClient.readInt();
            var kind = fromClient.readInt();
            var rest = fromClient.readNBytes(length - 8);
            if (kind == ENCRYPTION_WANTED) {
                toClient.write('N');
            } else {
                return List.of(new String(rest, StandardCharsets.UTF_8).split("\0", -1));
            }
        }
    }

    private void send(DataOutputStream toServer, List<String> startup) throws IOException {
        var parameters = new ArrayList<String>();
        for (var i = 0; i + 1 < startup.size() && !startup.get(i).isEmpty(); i += 2) {
            if (options != SessionOptions.DROPPED || !startup.get(i).equals("options")) {
                parameters.add(startup.get(i));
                parameters.add(startup.get(i + 1));
            }
        }
        var text = (String.join("\0", parameters) + "\0\0").getBytes(StandardCharsets.UTF_8);
        toServer.writeInt(text.length + 8);
        toServer.writeInt(3 << 16);
        toServer.write(text);
    }

    private static void refuse(DataOutputStream toClient) throws IOException {
        var text = new ByteArrayOutputStream();
        for (var field :
                List.of("SFATAL", "VFATAL", "C08P01", "Munsupported startup parameter in options: statement_timeout")) {
            text.write(field.getBytes(StandardCharsets.UTF_8));
            text.write(0);
        }
        text.write(0);
        toClient.write('E');
        toClient.writeInt(text.size() + 4);
        text.writeTo(toClient);
    }

    /** Passes on what the server says until the session is ready, with another number for its process. */
    private static void giveOwnNumber(DataInputStream fromServer, DataOutputStream toClient) throws IOException {
        for (var kind = 0; kind != 'Z'; ) {
            kind = fromServer.readByte();
            var body = fromServer.readNBytes(fromServer.readInt() - 4);
            if (kind == 'K') {
                ByteBuffer.wrap(body).putInt(OWN_NUMBER);
            }
            toClient.write(kind);
            toClient.writeInt(body.length + 4);
            toClient.write(body);
        }
    }

    /** Passes on what the client asks, but for one question, whose place another takes that the server answers where it is one message. */
    private static void answerForItself(DataInputStream fromClient, DataOutputStream toServer) throws IOException {
        while (true) {
            var kind = fromClient.readByte();
            var body = fromClient.readNBytes(fromClient.readInt() - 4);
            var isQuestion =
                    kind == 'Q' && new String(body, StandardCharsets.ISO_8859_1).startsWith("SHOW pool_version");
            var asked = isQuestion ? "SHOW TimeZone\0".getBytes(StandardCharsets.ISO_8859_1) : body;
            toServer.write(kind);
            toServer.writeInt(asked.length + 4);
            toServer.write(asked);
        }
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
