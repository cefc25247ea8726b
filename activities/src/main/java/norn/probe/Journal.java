package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import norn.exec.ProgramOutput;
import norn.files.Colours;
import norn.files.LenientJson;
import norn.limit.Limits;
import norn.plan.ShortText;
import norn.probe.LogLines.TooMuchWritten;
import org.jspecify.annotations.Nullable;

/**
 * The log of a systemd unit, of the machine or of the worker's user, as journald holds it and the worker's user may read it.
 *
 * @param journalctl the words that run journalctl
 * @param unit with its ending
 */
public record Journal(List<String> journalctl, String unit) {
    /** More of one unit between two looks is a storm: the newest are looked at. */
    static final int MOST_ENTRIES = 2_000;

    /** So many are asked for at once where all are searched. */
    private static final int PART_ENTRIES = 10_000;

    /** Of an error; the numbers below are of worse. */
    private static final int ERROR = 3;

    private static final int LOWEST_PRIORITY = 7;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String UNIT = "[A-Za-z0-9:_.\\\\@-]+\\.(service|socket|timer|target|scope|slice)";

    /**
     * What was written after some moment.
     *
     * @param lines without colours; an entry of several lines comes as several, and one that its writer calls an error, or worse, begins
     *     with that priority as programs write it, such as <code>&lt;3&gt;</code>
     * @param last when the newest entry was written, to the microsecond
     * @param isCut whether there are more of them than were looked at
     */
    public record UnitLog(List<String> lines, Instant last, boolean isCut) {
        public UnitLog {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One of them.
     *
     * @param cursor where it stands in the journal
     * @param text null: it has none
     */
    private record Entry(
            Instant at, String cursor, @Nullable String text) {
        Stream<String> lines() {
            return text == null ? Stream.of() : text.lines();
        }
    }

    /** Those of the units. */
    public static List<Journal> of(List<String> journalctl, List<String> units) {
        if (!units.isEmpty() && journalctl.isEmpty()) {
            throw new IllegalArgumentException("journalctl: expected at least one word");
        }
        for (var unit : units) {
            if (!unit.matches(UNIT)) {
                throw new IllegalArgumentException(
                        "journals: %s is no name of a unit. Expected: for example ai-service.service".formatted(unit));
            }
        }
        return units.stream().map(unit -> new Journal(journalctl, unit)).toList();
    }

    /**
     * What was written after that moment.
     *
     * @throws IOException if it is unknown: journalctl does not answer, or shows no entry of the unit, of whatever age
     */
    public UnitLog since(Instant moment) throws IOException {
        var newestFirst = entries("--lines=" + (MOST_ENTRIES + 1), "--since=@" + moment.getEpochSecond()).stream()
                .filter(entry -> entry.at().isAfter(moment))
                .toList();
        if (newestFirst.isEmpty()) {
            requireAnyEntry();
            return new UnitLog(List.of(), moment, false);
        }
        var lines = new ArrayList<String>();
        for (var i = Math.min(newestFirst.size(), MOST_ENTRIES) - 1; i >= 0; i--) {
            newestFirst.get(i).lines().forEach(lines::add);
        }
        return new UnitLog(lines, newestFirst.get(0).at(), newestFirst.size() > MOST_ENTRIES);
    }

    /**
     * What was written after that moment, the newest part first, the lines of a part in their order.
     *
     * @throws IOException as {@link #since}; {@link TooMuchWritten} where more was written since then than is read
     */
    void newestFirst(Instant moment, Consumer<List<String>> parts) throws IOException {
        newestFirst(moment, PART_ENTRIES, parts);
    }

    /** The same, so many entries at once. */
    void newestFirst(Instant moment, int partEntries, Consumer<List<String>> parts) throws IOException {
        var place = "--since=@" + moment.getEpochSecond();
        for (var read = 0; ; ) {
            var part = entries("--lines=" + partEntries, place);
            var recent =
                    part.stream().takeWhile(entry -> entry.at().isAfter(moment)).toList();
            if (read == 0 && recent.isEmpty()) {
                requireAnyEntry();
            }
            var lines = new ArrayList<String>();
            for (var i = recent.size() - 1; i >= 0; i--) {
                recent.get(i).lines().forEach(lines::add);
            }
            parts.accept(lines);
            read += recent.size();
            if (recent.size() < partEntries) {
                return;
            }
            if (read >= Limits.SEARCHED_ENTRIES) {
                throw new TooMuchWritten("more than %,d entries were written to it since %s".formatted(read, moment));
            }
            place = "--after-cursor=" + recent.get(recent.size() - 1).cursor(); // backwards, as everything here
        }
    }

    /** A unit that is written wrongly, or whose journal the worker's user may not read, is as silent as one without errors. */
    private void requireAnyEntry() throws IOException {
        if (entries("--lines=1").isEmpty()) {
            throw new IOException(
                    "journalctl shows nothing of %s: is it its name, and may the worker's user read the journal (group systemd-journal)?"
                            .formatted(unit));
        }
    }

    private List<Entry> entries(String... options) throws IOException {
        var words = new ArrayList<>(journalctl);
        words.addAll(List.of("--no-pager", "--all", "--reverse", "--output=json", "--output-fields=MESSAGE,PRIORITY"));
        words.addAll(List.of(options));
        words.addAll(List.of("--unit=" + unit, "--user-unit=" + unit));
        var answer = ProgramOutput.of(words, Map.of(), TIMEOUT)
                .orElseThrow(() -> new IOException(
                        "journalctl cannot be started, or does not answer within %d s".formatted(TIMEOUT.toSeconds())));
        if (answer.exitCode() != 0) {
            throw new IOException("journalctl exited with " + answer.exitCode());
        }
        var entries = new ArrayList<Entry>();
        for (var line : answer.text().lines().toList()) {
            if (line.startsWith("{")) { // else it says that there is none
                entries.add(entry(line));
            }
        }
        return entries;
    }

    private static Entry entry(String line) throws IOException {
        JsonNode entry;
        try {
            entry = LenientJson.tree(line);
        } catch (JsonProcessingException unreadable) {
            throw new IOException("journalctl prints what is no JSON", unreadable);
        }
        var micros = entry.path("__REALTIME_TIMESTAMP").asLong();
        var at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        var priority = entry.path("PRIORITY").asInt(LOWEST_PRIORITY);
        var text = message(entry.path("MESSAGE"))
                .map(said -> priority > ERROR ? said : "<%d>%s".formatted(priority, said))
                .orElse(null);
        return new Entry(at, entry.path("__CURSOR").asText(), text);
    }

    /** A string, a list of bytes where it is not UTF-8 or has colours, or a list of both where a program gave it twice. */
    private static Optional<String> message(JsonNode message) {
        if (message.isTextual()) {
            return Optional.of(shortened(message.asText()));
        }
        if (!message.isArray()) {
            return Optional.empty();
        }
        var bytes = new ByteArrayOutputStream();
        var texts = new ArrayList<String>();
        for (var part : message) {
            if (part.isInt()) {
                bytes.write(part.asInt());
            } else {
                message(part).ifPresent(texts::add);
            }
        }
        texts.add(shortened(bytes.toString(StandardCharsets.UTF_8)));
        return Optional.of(String.join("\n", texts));
    }

    private static String shortened(String text) {
        return ShortText.of(Colours.removed(text), Limits.LINE_CHARACTERS);
    }
}
