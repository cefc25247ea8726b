package norn.probe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.files.JsonPathExpression;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/** A question, and the answer that is right. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @Type(value = Probe.Http.class, name = "http"),
    @Type(value = Probe.WebSocket.class, name = "websocket"),
    @Type(value = Probe.Tcp.class, name = "tcp"),
    @Type(value = Probe.Sql.class, name = "sql"),
    @Type(value = Probe.Logs.class, name = "logs"),
    @Type(value = Probe.Command.class, name = "command")
})
public sealed interface Probe {
    /** Whether it may be asked again and again. */
    default boolean isRepeatable() {
        return true;
    }

    /**
     * Over HTTP. 429 and 503 with Retry-After are honoured.
     *
     * @param urls each must answer right
     * @param body sent as JSON; null: none
     * @param headers sent with it
     * @param secretHeaders sent with it, by the secret's name
     * @param status those that are right
     * @param expect JSON paths such as {@code $.checks.database}, and the text each must have
     * @param counts how many elements of a JSON list there must be
     * @param once it costs money or changes something: asked at most once a deployment, never blindly again
     */
    record Http(
            List<String> urls,
            @Default("GET") String method,
            @Nullable String body,
            Map<String, String> headers,
            Map<String, String> secretHeaders,
            @Default("[200]") List<Integer> status,
            Map<String, String> expect,
            List<Count> counts,
            boolean once)
            implements Probe {
        public Http {
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("urls: needs at least one");
            }
            expect.keySet().forEach(JsonPathExpression::of);
        }

        @Override
        public boolean isRepeatable() {
            return !once;
        }
    }

    /**
     * Elements of a JSON list.
     *
     * @param path JSON path of the list
     * @param where fields and the text that each counted element must have; empty: all are counted
     * @param exactly how many there must be; null: {@code minimum} says it
     * @param minimum how many there must be at least; null: {@code exactly} says it
     */
    record Count(
            JsonPathExpression path,
            Map<String, String> where,
            @Nullable Integer exactly,
            @Nullable Integer minimum) {
        public Count {
            if ((exactly == null) == (minimum == null)) {
                throw new IllegalArgumentException("a count needs exactly one of exactly and minimum");
            }
        }
    }

    /**
     * Over a WebSocket, which must open, take what is sent, and answer.
     *
     * @param send null: an answer is awaited without asking
     * @param expect text that an answer must contain; null: any answer is right
     */
    record WebSocket(
            String url, @Nullable String send, @Nullable String expect) implements Probe {}

    /**
     * Ports that must be open, and what is said there.
     *
     * @param send a line to send; null: none
     * @param expect text that the answering line must contain; null: an open port is enough
     */
    record Tcp(
            @Default("127.0.0.1") String host,
            List<Integer> ports,
            @Nullable String send,
            @Nullable String expect) implements Probe {
        public Tcp {
            if (ports.isEmpty()) {
                throw new IllegalArgumentException("ports: needs at least one");
            }
        }
    }

    /**
     * A statement that only reads, in a transaction that may do nothing else.
     *
     * @param url JDBC address; null: the database section's
     * @param user null: the database section's
     * @param passwordSecret the secret's name; null: the database section's
     * @param expect the text of the first column of the first row; null: any row is right
     * @param minimum the number there must be at least this; null: no such limit
     */
    record Sql(
            String statement,
            @Nullable String url,
            @Nullable String user,
            @Nullable String passwordSecret,
            @Nullable String expect,
            @Nullable Double minimum)
            implements Probe {}

    /**
     * Log files, with colours taken out.
     *
     * @param files a missing one is a failure
     * @param patterns lines that must not be there
     * @param allow lines that may be there all the same: known defects
     * @param allowed how many other such lines there may be
     * @param since how far back to read; lines without a time belong to the line before them
     * @param pidFile that of the service which writes them: what it wrote since its start counts; null: {@code since} does
     */
    record Logs(
            List<Path> files,

            @Default("['\\b(ERROR|CRITICAL|FATAL)\\b', 'Traceback \\(most recent call last\\)']")
            List<Pattern> patterns,

            List<Pattern> allow,
            @Default("0") int allowed,
            @Default("10m") Duration since,
            @Nullable Path pidFile)
            implements Probe {
        public Logs {
            if (files.isEmpty()) {
                throw new IllegalArgumentException("files: needs at least one");
            }
        }
    }

    /**
     * A command whose exit code is the answer.
     *
     * @param command argument list; a first word with a slash is relative to {@code directory}
     * @param directory relative to the active release
     * @param environment variables beside those of the worker
     * @param expect what its output must contain; null: exit code 0 is enough
     * @param values names of measured values, and where each lies in the JSON object that its last line is
     */
    record Command(
            List<String> command,
            @Default(".") String directory,
            Map<String, String> environment,
            @Nullable Pattern expect,
            Map<String, JsonPathExpression> values)
            implements Probe {
        public Command {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("command: needs at least one word");
            }
        }
    }
}
