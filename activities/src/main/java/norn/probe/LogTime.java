package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.files.LenientJson;

/**
 * The times that lines of logs begin with, as the usual programs write them: ISO 8601, nginx and Apache, syslog, glog, logfmt, JSON,
 * seconds since 1970. What a line leaves out is completed: the zone is this host's, the date the last one before the file changed.
 *
 * @param changed when the file was last written
 */
record LogTime(Instant changed, ZoneId zone) {
    private static final int LOOKED_AT = 160;
    private static final String CLOCK = "(\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T ]" + CLOCK + "\\s?(Z|[+-]\\d\\d:?\\d\\d)?");
    private static final Pattern ACCESS =
            Pattern.compile("\\[(\\d\\d/[A-Z][a-z]{2}/\\d{4}):(\\d\\d:\\d\\d:\\d\\d) ([+-]\\d{4})]");
    private static final Pattern SYSLOG = Pattern.compile("^(?:<\\d+>)?([A-Z][a-z]{2}) +(\\d{1,2}) " + CLOCK);
    private static final Pattern GLOG = Pattern.compile("^[IWEF](\\d\\d)(\\d\\d) " + CLOCK);
    private static final Pattern EPOCH = Pattern.compile(
            "(?:^\\[?|\\b(?:time|ts|timestamp)=\"?)(\\d{10}(?:\\.\\d+|\\d{3}|\\d{6}|\\d{9})?)(?![\\d.])");
    private static final Pattern CLOCK_ALONE = Pattern.compile("^\\[?" + CLOCK + "\\b");
    private static final List<String> JSON_FIELDS = List.of(
            "__REALTIME_TIMESTAMP", "@timestamp", "timestamp", "time", "ts", "t", "datetime", "asctime", "date");
    private static final DateTimeFormatter ACCESS_DATE =
            new DateTimeFormatterBuilder().appendPattern("dd/MMM/yyyy").toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    /** The time that the line names; empty where it names none. */
    Optional<Instant> of(String line) {
        if (line.startsWith("{")) {
            return ofJson(line);
        }
        var begin = line.length() > LOOKED_AT ? line.substring(0, LOOKED_AT) : line;
        return find(ISO, begin, this::iso)
                .or(() -> find(ACCESS, begin, LogTime::access))
                .or(() -> find(
                        SYSLOG,
                        begin,
                        match -> onDay(
                                MonthDay.of(
                                        MONTH.parse(match.group(1)).get(ChronoField.MONTH_OF_YEAR),
                                        Integer.parseInt(match.group(2))),
                                clock(match, 3))))
                .or(() -> find(
                        GLOG,
                        begin,
                        match -> onDay(
                                MonthDay.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))),
                                clock(match, 3))))
                .or(() -> find(EPOCH, begin, match -> epoch(match.group(1))))
                .or(() -> find(CLOCK_ALONE, begin, match -> today(clock(match, 1))));
    }

    private Optional<Instant> ofJson(String line) {
        try {
            var object = LenientJson.tree(line);
            for (var field : JSON_FIELDS) {
                var value = object.path(field);
                if (value.isValueNode() && !value.isNull()) {
                    var text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
                    var at = text.matches("\\d{10,19}(\\.\\d+)?")
                            ? Optional.of(epoch(text))
                            : find(ISO, text, this::iso);
                    if (at.isPresent()) {
                        return at;
                    }
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException noJson) {
            return find(ISO, line.substring(0, Math.min(line.length(), LOOKED_AT)), this::iso);
        }
    }

    private static Optional<Instant> find(Pattern pattern, String text, Function<Matcher, Instant> read) {
        var match = pattern.matcher(text);
        try {
            return match.find() ? Optional.of(read.apply(match)) : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private Instant iso(Matcher match) {
        var local = LocalDateTime.of(
                LocalDate.of(
                        Integer.parseInt(match.group(1)),
                        Integer.parseInt(match.group(2)),
                        Integer.parseInt(match.group(3))),
                clock(match, 4));
        return local.atZone(match.group(6) == null ? zone : ZoneOffset.of(match.group(6)))
                .toInstant();
    }

    private static Instant access(Matcher match) {
        return LocalDate.parse(match.group(1), ACCESS_DATE)
                .atTime(LocalTime.parse(match.group(2)))
                .toInstant(ZoneOffset.of(match.group(3)));
    }

    private static LocalTime clock(Matcher match, int group) {
        var fraction = match.group(group + 1);
        return LocalTime.parse(match.group(group) + (fraction == null ? "" : "." + fraction));
    }

    /** In the last year in which that is not after the file's change. */
    private Instant onDay(MonthDay day, LocalTime time) {
        var latest = changed.plusSeconds(1).atZone(zone);
        var at = day.atYear(latest.getYear()).atTime(time).atZone(zone);
        return (at.isAfter(latest)
                        ? day.atYear(latest.getYear() - 1).atTime(time).atZone(zone)
                        : at)
                .toInstant();
    }

    /** On the last day on which that is not after the file's change. */
    private Instant today(LocalTime time) {
        var latest = changed.plusSeconds(1).atZone(zone);
        var at = latest.toLocalDate().atTime(time).atZone(zone);
        return (at.isAfter(latest) ? at.minusDays(1) : at).toInstant();
    }

    /** Seconds, milliseconds, microseconds or nanoseconds since 1970, by their digits. */
    private static Instant epoch(String text) {
        var number = new BigDecimal(text);
        var digits = number.precision() - number.scale();
        var seconds = number.movePointLeft(digits >= 19 ? 9 : digits >= 16 ? 6 : digits >= 13 ? 3 : 0);
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
    }
}
