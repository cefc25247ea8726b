package norn.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/** A watch's looks, a line of JSON each, so that a watch whose worker was killed goes on where it was. */
final class SampleLog {
    private final Path file;
    private final Path begun;
    private final Path outage;
    private final Attempt attempt;

    SampleLog(Order order, Attempt attempt) {
        this.attempt = attempt;
        this.file = attempt.evidenceFolder().resolve("samples.jsonl");
        this.begun = attempt.evidenceFolder().resolve(".begun");
        this.outage = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("down-since");
    }

    Path file() {
        return file;
    }

    /** When this attempt began to watch, in whichever try: milliseconds since 1970. */
    long begunAt() {
        var noted = number(begun);
        if (noted != null) {
            return noted;
        }
        var now = attempt.clock().millis();
        AtomicFiles.write(begun, Long.toString(now));
        return now;
    }

    /** The looks so far. A line that was cut by a crash is none. */
    List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        if (!Files.exists(file)) {
            return samples;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                parse(line).ifPresent(samples::add);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        return samples;
    }

    private static Optional<Sample> parse(String line) {
        try {
            return Optional.of(LenientJson.parse(line, Sample.class));
        } catch (JsonProcessingException cut) {
            return Optional.empty();
        }
    }

    void add(Sample sample) {
        try {
            Files.writeString(
                    file,
                    attempt.redact(LenientJson.line(sample)) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    /** Since when the world is down, as an earlier watch of this deployment left it; null: it was up. */
    @Nullable
    Long downSince() {
        return number(outage);
    }

    void downSince(@Nullable Long since) {
        if (since == null) {
            AtomicFiles.delete(outage);
        } else {
            AtomicFiles.write(outage, Long.toString(since));
        }
    }

    private static @Nullable Long number(Path file) {
        try {
            return Files.exists(file)
                    ? (Long) Long.parseLong(Files.readString(file).strip())
                    : null;
        } catch (IOException | NumberFormatException unreadable) {
            return null;
        }
    }
}
