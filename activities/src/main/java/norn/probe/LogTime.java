package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;

/**
 * The times that lines of logs begin with, as the usual programs write them: ISO 8601, nginx and Apache, syslog, glog, logfmt, JSON,
 * Java's, Redis', MariaDB's, PHP's, rAthena's, seconds since 1970. Of several times in a line the first one is the line's own. What a
 * line leaves out is completed: the zone is this host's, the date the last one before the file changed.
 *
 * @param changed when the file was last written, or the next line was
 */
record LogTime(Instant changed, ZoneId zone) {
    /**
     * When a line was written.
     *
     * @param completed whether the line does not say the day, or not the year
     */
    record Written(Instant at, boolean completed) {}

    /** Where a line of that kind says its time; empty where what is found is none. */
    private record LineKind(Pattern pattern, TimeReader reader, boolean completed) {
        private LineKind(String pattern, TimeReader reader, boolean completed) {
            this(Pattern.compile(pattern), reader, completed);
        }
    }

    @FunctionalInterface
    private interface TimeReader {
        Instant read(LogTime times, Matcher match);
    }

    private static final int LOOKED_AT = 160;

    /** By how many seconds its clock, which knows no leap seconds, is ahead; what writes these labels counts ten of them. */
    private static final int TAI_AHEAD = 10;

    /** Lines need not stand in the order of their times, and once a year a clock goes back by an hour. */
    private static final Duration DISORDER = Duration.ofMinutes(61);

    private static final String FRACTION = "(?:[.,](?<fraction>\\d{1,9}))?(?:[ \u202f](?<half>[AP]M|[ap]m)\\b)?";
    private static final String CLOCK = "(?<clock>\\d{1,2}:\\d\\d:\\d\\d)" + FRACTION;
    /** Where a date says that it is a time. */
    private static final String CLOCK_OF_A_DATE = "(?<clock>\\d{1,2}:\\d\\d(?::\\d\\d)?)(?!:)" + FRACTION;

    private static final String ZONE =
            "(?: ?(?<zone>Z\\b|[+-]\\d\\d:?\\d\\d\\b|[A-Z]{3,4}\\b|[A-Z][a-z]+/[A-Z][A-Za-z_]+)|(?<hours>[+-]\\d\\d)\\b)?";
    private static final String MONTH = "(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final List<LineKind> KINDS = List.of(
            new LineKind(
                    "(?<!\\d)(?<year>\\d{4})[-/.](?<number>\\d\\d)[-/.](?<day>\\d\\d)(?:[T_]| {1,2})" + CLOCK_OF_A_DATE
                            + ZONE,
                    LogTime::dated,
                    false),
            new LineKind(
                    "(?<!\\d)(?<year>20\\d\\d)(?<number>\\d\\d)(?<day>\\d\\d)[T _-]" + CLOCK + ZONE,
                    LogTime::dated,
                    false),
            new LineKind(
                    "(?<!\\d)(?<day>\\d{1,2})[-/ ]" + MONTH + "[-/ ](?<year>\\d{4})(?::{1,2}| )" + CLOCK + ZONE,
                    LogTime::dated,
                    false),
            new LineKind(
                    MONTH + " +(?<day>\\d{1,2}) " + CLOCK + "(?: (?<zone>[A-Z]{3,4}))? (?<year>\\d{4})\\b",
                    LogTime::dated,
                    false),
            new LineKind(MONTH + " +(?<day>\\d{1,2}),? (?<year>\\d{4}),? " + CLOCK, LogTime::dated, false),
            new LineKind(
                    "(?<!\\d)(?<day>\\d{1,2})(?<separator>[-./])(?<number>\\d{1,2})\\k<separator>(?<year>\\d{4}),? "
                            + CLOCK_OF_A_DATE,
                    LogTime::inEitherOrder,
                    false),
            new LineKind("^(?:<\\d+>)?" + MONTH + " +(?<day>\\d{1,2}) " + CLOCK, LogTime::dayOfYear, true),
            new LineKind("^\\[(?<day>\\d{1,2})/" + MONTH + " (?<clock>\\d\\d:\\d\\d)]", LogTime::dayOfYear, true),
            new LineKind("^[IWEF](?<number>\\d\\d)(?<day>\\d\\d) " + CLOCK, LogTime::dayOfYear, true),
            new LineKind(
                    "(?:^\\[?|\\b(?:time|ts|timestamp|__REALTIME_TIMESTAMP)=\"?)(\\d{10}(?:\\.\\d+|\\d{3}|\\d{6}|\\d{9})?)(?![\\d.])",
                    (times, match) -> epoch(match.group(1)), false),
            new LineKind("^@4[0-9a-f]{15}[0-9a-f]{8}\\b", (times, match) -> tai(match.group()), false),
            new LineKind("^\\[?" + CLOCK + "(?!\\w)", LogTime::today, true));

    private static final List<String> JSON_FIELDS = List.of(
            "__realtime_timestamp",
            "@timestamp",
            "@t",
            "timestamp",
            "time",
            "ts",
            "t",
            "datetime",
            "asctime",
            "eventtime",
            "timemillis",
            "written_at",
            "logged_at",
            "log_time",
            "_time",
            "dt",
            "date");
    private static final String INSTANT_OF_LOG4J = "instant";
    private static final String DATE_OF_MONGODB = "$date";
    private static final DateTimeFormatter MONTHS = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    /** Names of zones that mean one offset wherever they are written. */
    private static final Map<String, String> ZONES = Map.ofEntries(
            Map.entry("UTC", "Z"),
            Map.entry("GMT", "Z"),
            Map.entry("WET", "Z"),
            Map.entry("WEST", "+01:00"),
            Map.entry("CET", "+01:00"),
            Map.entry("CEST", "+02:00"),
            Map.entry("EET", "+02:00"),
            Map.entry("EEST", "+03:00"),
            Map.entry("MSK", "+03:00"),
            Map.entry("JST", "+09:00"),
            Map.entry("KST", "+09:00"),
            Map.entry("EST", "-05:00"),
            Map.entry("EDT", "-04:00"),
            Map.entry("CDT", "-05:00"),
            Map.entry("MDT", "-06:00"),
            Map.entry("PST", "-08:00"),
            Map.entry("PDT", "-07:00"));

    /** The time that the line names; empty where it names none. */
    Optional<Instant> of(String line) {
        return written(line).map(Written::at);
    }

    /** The same, with whether it had to be completed. */
    Optional<Written> written(String line) {
        if (line.startsWith("{")) {
            return ofJson(line).or(() -> ofText(line));
        }
        var brace = line.indexOf('{');
        return ofText(line).or(() -> brace < 0 ? Optional.empty() : ofJson(line.substring(brace)));
    }

    /** The times of the lines that stand before one that was written then. */
    LogTime before(Written next) {
        var latest = next.at().plus(DISORDER);
        return next.completed() && latest.isBefore(changed) ? new LogTime(latest, zone) : this;
    }

    /** By the time that stands first. */
    private Optional<Written> ofText(String line) {
        var text = line.length() > LOOKED_AT ? line.substring(0, LOOKED_AT) : line;
        var first = Optional.<Written>empty();
        var start = text.length();
        for (var kind : KINDS) {
            var match = kind.pattern().matcher(text);
            if (!match.find() || match.start() >= start) {
                continue;
            }
            try {
                first = Optional.of(new Written(kind.reader().read(this, match), kind.completed()));
                start = match.start();
            } catch (DateTimeException noTime) {
                continue;
            }
            if (start <= 1) {
                break;
            }
        }
        return first;
    }

    private Optional<Written> ofJson(String line) {
        try {
            var object = LenientJson.tree(line);
            var fields = new LinkedHashMap<String, JsonNode>();
            object.properties()
                    .forEach(field -> fields.putIfAbsent(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
            for (var name : JSON_FIELDS) {
                var field = fields.getOrDefault(name, MissingNode.getInstance());
                var value = field.isObject() ? field.path(DATE_OF_MONGODB) : field;
                if (value.isValueNode() && !value.isNull()) {
                    var text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
                    var at = text.matches("\\d{10,19}(\\.\\d+)?")
                            ? Optional.of(new Written(epoch(text), false))
                            : ofText(text);
                    if (at.isPresent()) {
                        return at;
                    }
                }
            }
            var instant = fields.getOrDefault(INSTANT_OF_LOG4J, MissingNode.getInstance());
            return instant.path("epochSecond").isIntegralNumber()
                    ? Optional.of(new Written(
                            Instant.ofEpochSecond(
                                    instant.path("epochSecond").asLong(),
                                    instant.path("nanoOfSecond").asLong()),
                            false))
                    : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private Instant dated(Matcher match) {
        return at(match, LocalDate.of(number(match, "year"), month(match), number(match, "day")));
    }

    /** Day and month in the order in which that is a date; where both are, in the one that is the last before the file changed. */
    private Instant inEitherOrder(Matcher match) {
        var year = number(match, "year");
        var first = number(match, "day");
        var second = number(match, "number");
        var dayFirst = match.group("half") == null && second <= 12;
        var monthFirst = !match.group("separator").equals(".") && first <= 12;
        if (dayFirst && monthFirst) {
            var one = at(match, LocalDate.of(year, second, first));
            var other = at(match, LocalDate.of(year, first, second));
            var later = one.isAfter(other) ? one : other;
            var earlier = one.isAfter(other) ? other : one;
            return later.isAfter(changed.plusSeconds(1)) ? earlier : later;
        }
        return at(match, dayFirst ? LocalDate.of(year, second, first) : LocalDate.of(year, first, second));
    }

    private Instant at(Matcher match, LocalDate date) {
        return date.atTime(clock(match)).atZone(zone(match)).toInstant();
    }

    /** In the last year in which that is not after the file's change. */
    private Instant dayOfYear(Matcher match) {
        var latest = changed.plusSeconds(1).atZone(zone);
        var day = MonthDay.of(month(match), number(match, "day"));
        var time = clock(match);
        var at = day.atYear(latest.getYear()).atTime(time).atZone(zone);
        return (at.isAfter(latest)
                        ? day.atYear(latest.getYear() - 1).atTime(time).atZone(zone)
                        : at)
                .toInstant();
    }

    /** On the last day on which that is not after the file's change. */
    private Instant today(Matcher match) {
        var latest = changed.plusSeconds(1).atZone(zone);
        var at = latest.toLocalDate().atTime(clock(match)).atZone(zone);
        return (at.isAfter(latest) ? at.minusDays(1) : at).toInstant();
    }

    private static int number(Matcher match, String group) {
        return Integer.parseInt(match.group(group));
    }

    private static int month(Matcher match) {
        var name = group(match, "month");
        return name == null ? number(match, "number") : MONTHS.parse(name).get(ChronoField.MONTH_OF_YEAR);
    }

    /** A time without seconds may be any of its minute: its end, so that it does not count as older than it is. */
    private static LocalTime clock(Matcher match) {
        var words = match.group("clock").split(":", -1);
        var hour = Integer.parseInt(words[0]);
        var half = group(match, "half");
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("PM") ? 12 : 0);
        }
        var fraction = group(match, "fraction");
        return LocalTime.of(
                hour,
                Integer.parseInt(words[1]),
                words.length > 2 ? Integer.parseInt(words[2]) : 59,
                fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    }

    private ZoneId zone(Matcher match) {
        var hours = group(match, "hours");
        var name = hours == null ? group(match, "zone") : hours;
        if (name == null) {
            return zone;
        }
        if (name.contains("/")) {
            return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : zone;
        }
        return name.matches("[A-Z]{3,4}")
                ? Optional.ofNullable(ZONES.get(name)).map(ZoneId::of).orElse(zone) // INFO and WARN are no zones
                : ZoneOffset.of(name);
    }

    /** What the group of that name found; null where the kind of line has no such group, or it took no part. */
    private static @Nullable String group(Matcher match, String name) {
        return match.pattern().pattern().contains("(?<%s>".formatted(name)) ? match.group(name) : null;
    }

    /** A label of daemontools and runit: seconds from 2<sup>62</sup> on, which stands for 1970, and nanoseconds, in hexadecimal. */
    private static Instant tai(String label) {
        return Instant.ofEpochSecond(
                Long.parseLong(label.substring(1, 17), 16) - (1L << 62) - TAI_AHEAD,
                Long.parseLong(label.substring(17), 16));
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
