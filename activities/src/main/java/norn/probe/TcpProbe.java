package norn.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ForeignText;
import norn.environment.AddressCheck;
import norn.limit.Limits;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import org.jspecify.annotations.Nullable;

/**
 * Connects to ports, which must be open, and answer where that is expected. A name of several addresses, such as localhost, is tried
 * at each.
 *
 * @param send a line to send; null: none
 * @param expect text that the answer must contain, a greeting before it included; null: an open port is enough
 */
@Kind("tcp")
record TcpProbe(
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Nullable String send,
        @Nullable String expect)
        implements Probe {
    TcpProbe {
        AddressCheck.host(host);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("ports: expected at least one");
        }
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        var timeout = (int) run.timeout().toMillis();
        for (int port : ports) {
            try (var socket = connect(port, timeout)) {
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

    private Socket connect(int port, int timeout) throws IOException {
        var refused = new IOException("no such host");
        try {
            for (var address : InetAddress.getAllByName(host)) {
                var socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(address, port), timeout);
                    return socket;
                } catch (IOException here) {
                    socket.close();
                    refused = here;
                }
            }
        } catch (UnknownHostException unknown) {
            throw new IOException("no such host", unknown);
        }
        throw refused;
    }

    private Optional<String> problem(Socket socket, ProbeRun run) throws IOException {
        if (send != null) {
            socket.getOutputStream().write((send + "\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        if (expect == null) {
            return Optional.empty();
        }
        var answer = answer(socket, expect);
        if (answer.isEmpty()) {
            return Optional.of("it sent nothing");
        }
        return answer.contains(expect)
                ? Optional.empty()
                : Optional.of("it does not answer %s. %s"
                        .formatted(expect, ForeignText.save(run.attempt(), run.name() + "-answer", answer)));
    }

    /**
     * What it sends until that is what is expected, it closes, says nothing more in time, or has sent as much as is looked at: some
     * servers send for ever, some no line's end, some greet first.
     */
    private static String answer(Socket socket, String expected) throws IOException {
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var answer = new StringBuilder();
        try {
            while (answer.length() < Limits.BANNER_CHARACTERS && !endsWith(answer, expected)) {
                var character = answers.read();
                if (character < 0) {
                    break;
                }
                answer.append((char) character);
            }
        } catch (SocketTimeoutException | SocketException end) {
            return answer.toString();
        }
        return answer.toString();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.indexOf(end, Math.max(0, text.length() - end.length())) >= 0;
    }
}
