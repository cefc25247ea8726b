package norn.plan;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, said so that a person can fix it.
 *
 * @param where file, line and column, and the field, such as {@code production.yaml:14:9  hosts.game.conection}
 * @param what what is wrong there
 * @param expected what is expected or known there, as a clause; null where {@code what} says it
 * @param remedy what to do, or what was probably meant; null where that is plain
 */
public record Problem(
        String where,
        String what,
        @Nullable String expected,
        @Nullable String remedy) {
    /** A problem whose text says all that there is to say. */
    public static Problem at(String where, String what) {
        return new Problem(where, what, null, null);
    }

    /** The same, with what is expected there. */
    public Problem expected(String text) {
        return new Problem(where, what, "Expected: " + text, remedy);
    }

    /** The same, with the words that are known there. */
    public Problem known(Collection<String> words) {
        return new Problem(where, what, Suggestion.known(words), remedy);
    }

    /** The same, with the known word that was probably meant, where one is near. */
    public Problem meant(String written, Collection<String> words) {
        var suggestion = Suggestion.forWord(written, words);
        return suggestion == null ? this : remedy(suggestion);
    }

    /** The same, with what to do about it. */
    public Problem remedy(String sentence) {
        return new Problem(where, what, expected, sentence);
    }

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
