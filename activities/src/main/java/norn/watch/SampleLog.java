package norn.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
    private @Nullable String problem;

    SampleLog(Order order, Attempt attempt) {
        this.attempt = attempt;
        var folder = RecordFolders.attempt(attempt.host().records(), order);
        this.file = folder.resolve("samples.jsonl");
        this.begun = folder.resolve(".begun");
        this.carriedHere = folder.resolve(".carried.json");
        this.carriedOver = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("watch.json");
    }

    Path file() {
        return file;
    }

    /** When this attempt began to watch, in whichever try, or should have: milliseconds since 1970. */
    long begunAt(Duration late) {
        var noted = number(begun);
        if (noted != null) {
            return noted;
        }
        var planned = attempt.clock().millis() - late.toMillis();
        saving(() -> AtomicFiles.write(begun, Long.toString(planned)));
        return planned;
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
        saving(() -> {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(
                        file,
                        attempt.redact(LenientJson.line(sample)) + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + file, failure);
            }
        });
    }

    /** What cannot be saved is watched all the same, as long as this try lasts. */
    private void saving(Runnable save) {
        try {
            save.run();
        } catch (UncheckedIOException unwritable) {
            problem = String.valueOf(unwritable.getMessage());
        }
    }

    /** Why samples could not be saved, such as a full disk; null: all of them were. */
    @Nullable
    String problem() {
        return problem;
    }

    /** What an earlier watch of this deployment left for this attempt to know, by measure; the same in each of its tries. */
    Map<String, Double> carried() {
        if (Files.exists(carriedHere)) {
            return read(carriedHere).values();
        }
        var carried = read(carriedOver);
        saving(() -> LenientJson.write(carriedHere, carried));
        return carried.values();
    }

    /** Leaves that for the next watch of this deployment. */
    void carryOver(Map<String, Double> values) {
        saving(() -> LenientJson.write(carriedOver, new Carried(values)));
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
