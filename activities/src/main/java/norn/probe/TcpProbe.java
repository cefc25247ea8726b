package norn.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ForeignText;
import norn.limit.Limits;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import org.jspecify.annotations.Nullable;

/**
 * Connects to ports, which must be open, and answer where that is expected.
 *
 * @param send a line to send; null: none
 * @param expect text that the answering line must contain; null: an open port is enough
 */
@Kind("tcp")
record TcpProbe(
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Nullable String send,
        @Nullable String expect)
        implements Probe {
    TcpProbe {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("ports: expected at least one");
        }
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        var timeout = (int) run.timeout().toMillis();
        for (int port : ports) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), timeout);
                socket.setSoTimeout(timeout);
                var problem = problem(socket, run);
                if (problem.isPresent()) {
                    return ProbeResult.failed("%s:%d: %s".formatted(host, port, problem.get()));
                }
            } catch (IOException refused) {
                return ProbeResult.failed("%s:%d: %s".formatted(host, port, refused.getMessage()));
            }
        }
        return ProbeResult.passed(
                "%s: ports %s %s".formatted(host, ports, expect == null ? "are open" : "answer as expected"),
                Map.of("ports", ports.size()));
    }

    private Optional<String> problem(Socket socket, ProbeRun run) throws IOException {
        if (send != null) {
            socket.getOutputStream().write((send + "\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        if (expect == null) {
            return Optional.empty();
        }
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var line = line(answers);
        if (line.isEmpty()) {
            return Optional.of("it closed without an answer");
        }
        return line.get().contains(expect)
                ? Optional.empty()
                : Optional.of("it does not answer %s. %s"
                        .formatted(expect, ForeignText.save(run.attempt(), run.name() + "-answer", line.get())));
    }

    /** The first line, or so much of it as is looked at: some servers send for ever, and no line's end. */
    private static Optional<String> line(Reader answers) throws IOException {
        var line = new StringBuilder();
        while (line.length() < Limits.BANNER_CHARACTERS) {
            var character = answers.read();
            if (character < 0 && line.isEmpty()) {
                return Optional.empty();
            }
            if (character < 0 || character == '\n') {
                break;
            }
            line.append((char) character);
        }
        return Optional.of(line.toString());
    }
}
