package norn.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody who wrote an unknown word probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code Did you mean …?} for the nearest known word, or null where none is near. */
    public static @Nullable String forWord(String written, Collection<String> known) {
        var nearest = nearest(written, known);
        return nearest == null ? null : "Did you mean %s?".formatted(nearest);
    }

    /** The known words, the nearest to the written one first. */
    public static List<String> nearestFirst(String written, Collection<String> known) {
        var word = plain(written);
        var sorted = new ArrayList<>(known);
        sorted.sort(Comparator.comparingInt(candidate -> distance(word, plain(candidate), Integer.MAX_VALUE)));
        return sorted;
    }

    /** {@code Known: a, b, c}, cut where there are many. */
    public static String known(Collection<String> known) {
        if (known.isEmpty()) {
            return "Known: none";
        }
        var shown = known.stream().limit(40).toList();
        var rest = known.size() - shown.size();
        return "Known: " + String.join(", ", shown) + (rest > 0 ? " and %d more".formatted(rest) : "");
    }

    private static @Nullable String nearest(String written, Collection<String> known) {
        var word = plain(written);
        String best = null;
        var bestDistance = Math.max(1, word.length() / 3) + 1;
        for (var candidate : known) {
            var distance = distance(word, plain(candidate), bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static String plain(String word) {
        var plain = word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        return plain.length() > 80 ? plain.substring(0, 80) : plain;
    }

    /** Edits (insert, delete, replace, swap neighbours) from one to the other, or {@code limit} where there are more. */
    private static int distance(String one, String other, int limit) {
        if (Math.abs(one.length() - other.length()) >= limit) {
            return limit;
        }
        var table = new int[one.length() + 1][other.length() + 1];
        for (var i = 0; i <= one.length(); i++) {
            table[i][0] = i;
        }
        for (var j = 0; j <= other.length(); j++) {
            table[0][j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            for (var j = 1; j <= other.length(); j++) {
                var same = one.charAt(i - 1) == other.charAt(j - 1);
                var edits =
                        Math.min(Math.min(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    edits = Math.min(edits, table[i - 2][j - 2] + 1);
                }
                table[i][j] = edits;
            }
        }
        return table[one.length()][other.length()];
    }
}
