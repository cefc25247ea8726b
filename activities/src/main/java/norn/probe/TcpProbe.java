package norn.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks on TCP ports, by a line where one is to be sent. */
final class TcpProbe {
    private TcpProbe() {}

    static ProbeResult ask(Probe.Tcp probe, Duration timeout) {
        for (int port : probe.ports()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(probe.host(), port), (int) timeout.toMillis());
                socket.setSoTimeout((int) timeout.toMillis());
                var problem = talk(probe, socket);
                if (!problem.isEmpty()) {
                    return ProbeResult.failed("%s:%d: %s".formatted(probe.host(), port, problem));
                }
            } catch (IOException refused) {
                return ProbeResult.failed("%s:%d: %s".formatted(probe.host(), port, refused.getMessage()));
            }
        }
        return ProbeResult.passed(
                "%s: ports %s %s"
                        .formatted(probe.host(), probe.ports(), probe.expect() == null ? "are open" : "answer right"),
                Map.of("ports", probe.ports().size()));
    }

    private static String talk(Probe.Tcp probe, Socket socket) throws IOException {
        if (probe.send() != null) {
            socket.getOutputStream().write((probe.send() + "\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        if (probe.expect() == null) {
            return "";
        }
        var line =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            return "it closed without an answer";
        }
        return line.contains(probe.expect()) ? "" : "it answers %s instead of %s".formatted(line, probe.expect());
    }
}
