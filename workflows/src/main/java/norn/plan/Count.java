package norn.plan;

import java.util.Locale;

/** A number with its noun, as people write them: {@code 1 channel}, {@code 3 channels}, {@code 12,000 rows}. */
public final class Count {
    private Count() {}

    /** {@code count} of what one of them is called: {@code channel}, {@code address}. */
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun + (noun.endsWith("s") ? "es" : "s");
    }
}
