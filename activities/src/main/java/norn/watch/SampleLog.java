package norn.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/**
 * A watch's samples, a line of JSON each, so that a watch whose worker was killed goes on where it was; and what one watch of a
 * deployment leaves for the next to know.
 */
final class SampleLog {
    private final Path file;
    private final Path begun;
    private final Path carriedHere;
    private final Path carriedOver;
    private final Attempt attempt;

    SampleLog(Order order, Attempt attempt) {
        this.attempt = attempt;
        this.file = attempt.evidenceFolder().resolve("samples.jsonl");
        this.begun = attempt.evidenceFolder().resolve(".begun");
        this.carriedHere = attempt.evidenceFolder().resolve(".carried.json");
        this.carriedOver = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("watch.json");
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

    /** The samples so far. A line that was cut by a crash is none. */
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

    /** What an earlier watch of this deployment left for this attempt to know, by measure; the same in each of its tries. */
    Map<String, Double> carried() {
        if (!Files.exists(carriedHere)) {
            LenientJson.write(carriedHere, read(carriedOver));
        }
        return read(carriedHere).values();
    }

    /** Leaves that for the next watch of this deployment. */
    void carryOver(Map<String, Double> values) {
        LenientJson.write(carriedOver, new Carried(values));
    }

    private static Carried read(Path file) {
        try {
            return LenientJson.read(file, Carried.class).orElse(Carried.NOTHING);
        } catch (UncheckedIOException unreadable) { // a watch goes on without it
            return Carried.NOTHING;
        }
    }

    /** What is carried over, by measure. */
    private record Carried(Map<String, Double> values) {
        static final Carried NOTHING = new Carried(Map.of());

        Carried {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
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
