package norn.plan;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, told so that a person can mend it.
 *
 * @param where file, line and column, and the field, such as {@code production.yaml:14:9  hosts.game.conection}
 * @param what what is wrong there
 * @param expected what would be right; null where {@code what} says it
 * @param remedy what to do, or what was probably meant; null where that is plain
 */
public record Problem(
        String where,
        String what,
        @Nullable String expected,
        @Nullable String remedy) {
    /** All of it on one line. */
    public String text() {
        var text = new StringBuilder(where).append(": ").append(what).append('.');
        if (expected != null) {
            text.append(' ').append(expected).append('.');
        }
        if (remedy != null) {
            text.append(' ').append(remedy);
        }
        return text.toString();
    }
}
