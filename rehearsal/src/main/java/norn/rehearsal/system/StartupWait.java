package norn.rehearsal.system;

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

/** Waits for a process to serve; one that dies meanwhile is reported at once, with the last lines of its log. */
public final class StartupWait {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(30);

    private StartupWait() {}

    public static void until(String what, Duration limit, Path pidFile, Path log, BooleanSupplier reached) {
        until(what, limit, () -> RunningProcess.of(pidFile).isPresent(), log, reached);
    }

    /** The same, of what is started by somebody who says whether it lives. */
    public static void until(String what, Duration limit, BooleanSupplier lives, Path log, BooleanSupplier reached) {
        var end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (!lives.getAsBoolean()) {
                throw new SandboxFailure(
                        "waiting until %s: the process ended. Last lines of %s:%n%s".formatted(what, log, tail(log)));
            }
            if (System.nanoTime() > end) {
                throw new SandboxFailure("waiting until %s: still not after %d s. Last lines of %s:%n%s"
                        .formatted(what, limit.toSeconds(), log, tail(log)));
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxFailure("interrupted", e);
        }
    }

    public static boolean answersOk(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public static boolean isOpen(int port) {
        try (var socket = new Socket()) {
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
