package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.Host;
import norn.files.AtomicFiles;
import norn.files.Sha256;
import norn.state.Evidence;
import norn.state.Evidence.Outcome;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/** Collects an evidence: values and files as they come, at the end the outcome with one line for people. */
public final class EvidenceBuilder {
    private static final String HOST_NAME = hostName();

    private final Host host;
    private final Clock clock;
    private final Instant startedAt;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Evidence.Artifact> artifacts = new ArrayList<>();
    private final List<String> met = new ArrayList<>();

    /** Starts now. */
    public EvidenceBuilder(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Adds a value; null is not added: what was not measured is absent. */
    public EvidenceBuilder value(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /** Records that the criterion is met. */
    public EvidenceBuilder met(String criterion) {
        met.add(criterion);
        return this;
    }

    /** Adds a file under the records folder; secrets in it are masked first. */
    public EvidenceBuilder artifact(String name, Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return this;
            }
            Redaction.maskFile(file, host);
            artifacts.add(new Evidence.Artifact(
                    name,
                    path(file.toAbsolutePath(), host.records().toAbsolutePath()),
                    Files.size(file),
                    Sha256.of(file)));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As it is found from the records, or, where these could not be written, from anywhere. */
    private static String path(Path file, Path records) {
        return (file.startsWith(records) ? records.relativize(file) : file).toString();
    }

    /** Writes a text, masked, into {@code folder} and adds it. */
    public EvidenceBuilder artifact(Path folder, String file, String text) {
        var path = folder.resolve(file);
        AtomicFiles.write(path, host.redact(text));
        return artifact(file, path);
    }

    /** The goal was reached by this act. */
    public Evidence done(String summary) {
        return as(Outcome.DONE, summary);
    }

    /** The goal state was there already. */
    public Evidence alreadySo(String summary) {
        return as(Outcome.ALREADY_SO, "already so: " + summary);
    }

    /** There is nothing here to act on. */
    public Evidence notNeeded(String summary) {
        return as(Outcome.NOT_NEEDED, summary);
    }

    /** The check found that. */
    public Evidence found(Finding finding, String summary) {
        return new Evidence(
                Outcome.DONE, summary, values, artifacts, met, HOST_NAME, startedAt, clock.instant(), finding);
    }

    private Evidence as(Outcome outcome, String summary) {
        return new Evidence(outcome, summary, values, artifacts, met, HOST_NAME, startedAt, clock.instant());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
