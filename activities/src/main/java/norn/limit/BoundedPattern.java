package norn.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Searches what an installation says by a pattern that people wrote, with an end: a pattern may go over a text again and again, for
 * hours, or so deep that the thread's stack ends.
 */
public final class BoundedPattern {
    private BoundedPattern() {}

    /** What a pattern found, and where in the text it begins and ends. */
    public record Found(String text, int begin, int end) {}

    /** The pattern takes too long on a text. Whether it is there is unknown. */
    public static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooCostly(Pattern pattern) {
            super(
                    "pattern %s: takes too long on a text of this installation. Expected: one that needs no going back, such as [^ ]+"
                            .formatted(pattern));
        }
    }

    /**
     * Whether the pattern is found in the text.
     *
     * @throws TooCostly where that cannot be said in a bounded time
     */
    public static boolean find(Pattern pattern, CharSequence text) {
        try {
            return pattern.matcher(new Counted(text, new Steps(pattern))).find();
        } catch (StackOverflowError tooDeep) {
            throw new TooCostly(pattern);
        }
    }

    /** Whether the whole text is as the pattern says. */
    public static boolean matches(Pattern pattern, CharSequence text) {
        try {
            return pattern.matcher(new Counted(text, new Steps(pattern))).matches();
        } catch (StackOverflowError tooDeep) {
            throw new TooCostly(pattern);
        }
    }

    /**
     * What the pattern finds in the text, from its beginning to its end: of each place its first group, or all of it where the
     * pattern has none. A group that took no part is empty, at the begin of its place.
     *
     * @throws TooCostly where that cannot be said in a bounded time
     */
    public static List<Found> all(Pattern pattern, CharSequence text) {
        try {
            var match = pattern.matcher(new Counted(text, new Steps(pattern)));
            var group = Math.min(1, match.groupCount());
            var found = new ArrayList<Found>();
            while (match.find()) {
                found.add(
                        match.start(group) < 0
                                ? new Found("", match.start(), match.start())
                                : new Found(match.group(group), match.start(group), match.end(group)));
            }
            return found;
        } catch (StackOverflowError tooDeep) {
            throw new TooCostly(pattern);
        }
    }

    private static final class Steps {
        private final Pattern pattern;
        private int left = Limits.PATTERN_STEPS;

        private Steps(Pattern pattern) {
            this.pattern = pattern;
        }

        private void take() {
            if (left-- <= 0) {
                throw new TooCostly(pattern);
            }
        }
    }

    private record Counted(CharSequence text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
