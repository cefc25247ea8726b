package aiworld.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A small client for the Redis protocol. The service can live without its cache: what fails is a miss. */
final class Cache {
    private final URI url;
    private Socket socket;
    private InputStream in;

    /** @param url redis://:password@host:port/0 */
    Cache(String url) {
        this.url = URI.create(url);
    }

    synchronized boolean alive() {
        return "PONG".equals(tryCall("PING"));
    }

    /** The value, or null where there is none. */
    synchronized String get(String key) {
        return tryCall("GET", key);
    }

    synchronized void put(String key, String value, int seconds) {
        tryCall("SET", key, value, "EX", String.valueOf(seconds));
    }

    private String tryCall(String... words) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                if (socket == null) {
                    connect();
                }
                return call(words);
            } catch (IOException e) {
                socket = null;
            }
        }
        return null;
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 1000);
        socket.setSoTimeout(2000);
        in = new BufferedInputStream(socket.getInputStream());
        String user = url.getUserInfo();
        if (user != null && user.contains(":")) {
            call("AUTH", user.substring(user.indexOf(':') + 1));
        }
    }

    private String call(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
        String answer = line();
        if (answer.startsWith("-")) {
            throw new IOException(answer);
        }
        if (!answer.startsWith("$")) {
            return answer.substring(1);
        }
        int length = Integer.parseInt(answer.substring(1));
        if (length < 0) {
            return null;
        }
        byte[] value = in.readNBytes(length);
        in.readNBytes(2);
        return new String(value, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the cache closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
