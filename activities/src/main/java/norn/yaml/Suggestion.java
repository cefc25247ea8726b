package norn.yaml;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What somebody who wrote an unknown word probably meant; see {@link norn.plan.Suggestion}. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code Did you mean …?} for the nearest known word, or null where none is near. */
    public static @Nullable String forWord(String written, Collection<String> known) {
        return norn.plan.Suggestion.forWord(written, known);
    }

    /** {@code Known: a, b, c}, cut where there are many. */
    public static String known(Collection<String> known) {
        return norn.plan.Suggestion.known(known);
    }
}
