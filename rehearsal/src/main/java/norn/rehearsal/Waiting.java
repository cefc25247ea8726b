package norn.rehearsal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a process to serve; one that dies meanwhile is reported at once, with its last lines. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(30);

    private Waiting() {}

    static void until(String what, Duration limit, Path pidFile, Path log, BooleanSupplier reached) {
        long end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (RunningProcess.of(pidFile).isEmpty()) {
                throw new WorldFailure(
                        "waiting until %s: the process ended. Last lines of %s:%n%s".formatted(what, log, tail(log)));
            }
            if (System.nanoTime() > end) {
                throw new WorldFailure("waiting until %s: still not after %d s. Last lines of %s:%n%s"
                        .formatted(what, limit.toSeconds(), log, tail(log)));
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldFailure("interrupted", e);
        }
    }

    static boolean answersOk(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path log) {
        try {
            return Command.lastLines(Files.readString(log, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }
}
