package norn.action.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.action.Folders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/** A watch's looks, a line of JSON each, so that a watch whose worker was killed goes on where it was. */
final class Diary {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final Path begun;
    private final Path outage;
    private final Attempt attempt;

    Diary(Order order, Attempt attempt) {
        this.attempt = attempt;
        this.file = attempt.evidenceFolder().resolve("looks.jsonl");
        this.begun = attempt.evidenceFolder().resolve(".begun");
        this.outage = Folders.deployment(attempt.hands().records(), order.deployment())
                .resolve("down-since");
    }

    Path file() {
        return file;
    }

    /** When this attempt began to watch, in whichever try: milliseconds since 1970. */
    long begunAt() {
        var noted = number(begun);
        if (noted != null) return noted;
        var now = attempt.clock().millis();
        AtomicFiles.write(begun, Long.toString(now));
        return now;
    }

    /** The looks so far. A line that was cut by a crash is none. */
    List<Look> looks() {
        var looks = new ArrayList<Look>();
        if (!Files.exists(file)) return looks;
        try {
            for (var line : Files.readAllLines(file)) look(line).ifPresent(looks::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        return looks;
    }

    private static Optional<Look> look(String line) {
        try {
            return Optional.of(JSON.readValue(line, Look.class));
        } catch (JsonProcessingException cut) {
            return Optional.empty();
        }
    }

    void add(Look look) {
        try {
            Files.writeString(
                    file,
                    attempt.redact(JSON.writeValueAsString(look)) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write " + file, cannot);
        }
    }

    /** Since when the world is down, as an earlier watch of this deployment left it; null: it was up. */
    @Nullable
    Long downSince() {
        return number(outage);
    }

    void downSince(@Nullable Long since) {
        if (since == null) AtomicFiles.delete(outage);
        else AtomicFiles.write(outage, Long.toString(since));
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
