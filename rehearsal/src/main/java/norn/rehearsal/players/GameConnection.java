package norn.rehearsal.players;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A player's connection: through the login and char servers to a session with the map server. */
final class GameConnection implements Closeable {

    /** Where the servers listen. */
    record GameServerPorts(int login, int character, int map) {}

    /** The servers refuse this player: the reason as they gave it. */
    static final class LoginDenied extends IOException {
        private static final long serialVersionUID = 1;

        LoginDenied(String reason) {
            super(reason);
        }
    }

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int MAX_LINE_LENGTH = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();

    private GameConnection(int port) throws IOException {
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Logs in, and joins the map server. */
    static GameConnection enter(String name, String password, GameServerPorts ports) throws IOException {
        var pass = ask(ports.login, "LOGIN " + name + " " + password);
        var ticket = ask(ports.character, "ENTER " + pass);
        var map = new GameConnection(ports.map);
        try {
            map.send("JOIN " + ticket);
            map.expectOk();
            return map;
        } catch (IOException e) {
            map.close();
            throw e;
        }
    }

    private static String ask(int port, String question) throws IOException {
        try (var server = new GameConnection(port)) {
            server.send(question);
            return server.expectOk();
        }
    }

    private String expectOk() throws IOException {
        var answer = receive(TIMEOUT_MILLIS).orElseThrow(() -> new IOException("no answer"));
        var words = answer.split(" ", -1);
        if (!words[0].equals("OK")) {
            throw new LoginDenied(answer);
        }
        return words.length > 1 ? words[1] : "";
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line, or nothing where none comes within that time; what has come of a line is saved. */
    Optional<String> receive(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            for (var c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0 || line.length() > MAX_LINE_LENGTH) {
                    throw new IOException("the connection ended");
                }
                line.append((char) c);
            }
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        var complete = line.toString();
        line.setLength(0);
        return Optional.of(complete);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
