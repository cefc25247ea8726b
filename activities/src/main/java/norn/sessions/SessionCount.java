package norn.sessions;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import norn.files.Colours;
import norn.limit.BoundedPattern;
import norn.limit.BoundedPattern.Found;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions the output of the installation's command names. Anything but one number that stands for itself is unknown: a part
 * of a larger number, of a name or of an address, a negative one, one with a unit, one in a complaint, and one of several.
 */
final class SessionCount {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern ANY_NUMBER = Pattern.compile("\\d+");

    /** {@code 1,234}, {@code 1.234}, {@code 1'234}, {@code 1 234}: taken where a pattern says that it is one number. */
    private static final Pattern GROUPED =
            Pattern.compile("\\d{1,3}(?:([,.'\u2019\u00a0\u2009\u202f _])\\d{3})(?:\\1\\d{3})?");

    private static final Pattern SEPARATORS = Pattern.compile("\\D");

    /** Before a number of which the found one is the end, and before a negative one. */
    private static final Pattern BEFORE_A_PART =
            Pattern.compile("(?s).*(?:\\d[,.'\u2019\u00a0\u2009\u202f]?|(?<!\\w)[-\u2212])");

    /** After a number of which the found one is the begin, and after one in thousands. */
    private static final Pattern AFTER_A_PART =
            Pattern.compile("(?s)(?:[,.'\u2019\u00a0\u2009\u202f]?\\d|[kKmM](?![A-Za-z])).*");

    /** Letters make a number a part of a name, or a time; so does a hyphen. */
    private static final Pattern BEFORE_A_NAME = Pattern.compile("(?s).*[A-Za-z_-]");

    private static final Pattern AFTER_A_NAME = Pattern.compile("(?s)[A-Za-z_%\u00b0].*");

    private static final Pattern COMPLAINT = Pattern.compile(
            "(?:error|exception|\\bfail|refused|denied|timed?[ -]?out|\\bcan(?:no|')t\\b|could"
                    + " not|unable|unavailable|unreachable|unknown|not found|bad"
                    + " gateway|forbidden|unauthori[sz]ed|fehler|erreur|\u043e\u0448\u0438\u0431\u043a"
                    + "|\uc624\ub958|\u9519\u8bef|\u30a8\u30e9\u30fc)(?!s?\"?\\s*[:=]\\s*(?:null|none|false|\"\"))",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private SessionCount() {}

    /**
     * The number in the output.
     *
     * @param pattern finds it, as its group; null: it is the only number, and the rest is no complaint
     */
    static OptionalInt of(@Nullable Pattern pattern, String output) {
        var text = Colours.removed(output);
        try {
            return pattern == null
                    ? only(BoundedPattern.all(ANY_NUMBER, text), text)
                    : stated(BoundedPattern.all(pattern, text), text);
        } catch (BoundedPattern.TooCostly unknown) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt only(List<Found> numbers, String text) {
        if (numbers.size() != 1 || BoundedPattern.find(COMPLAINT, text)) {
            return OptionalInt.empty();
        }
        var number = numbers.get(0);
        return !NUMBER.matcher(number.text()).matches()
                        || isPart(number, text)
                        || BEFORE_A_NAME.matcher(before(number, text)).matches()
                        || AFTER_A_NAME.matcher(after(number, text)).matches()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(number.text()));
    }

    /** A pattern may match several times, as of several servers: what they come to together it does not say, unless it is zero. */
    private static OptionalInt stated(List<Found> numbers, String text) {
        var count = OptionalInt.empty();
        for (var number : numbers) {
            var value = isPart(number, text) ? OptionalInt.empty() : value(number.text());
            if (value.isEmpty() || (numbers.size() > 1 && value.getAsInt() != 0)) {
                return OptionalInt.empty();
            }
            count = value;
        }
        return count;
    }

    private static OptionalInt value(String written) {
        var digits =
                GROUPED.matcher(written).matches() ? SEPARATORS.matcher(written).replaceAll("") : written;
        return NUMBER.matcher(digits).matches() ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static boolean isPart(Found number, String text) {
        return BEFORE_A_PART.matcher(before(number, text)).matches()
                || AFTER_A_PART.matcher(after(number, text)).matches();
    }

    /** The characters before it that say whether it goes on there. */
    private static String before(Found number, String text) {
        return text.substring(Math.max(0, number.begin() - 2), number.begin());
    }

    private static String after(Found number, String text) {
        return text.substring(number.end(), Math.min(text.length(), number.end() + 2));
    }
}
