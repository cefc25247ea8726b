package norn.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A file of settings with one change that people or editors make by mistake: a line lost, doubled, indented or cut, something typed into it,
 * two letters in the wrong order.
 */
public final class MutatedText {
    private static final List<String> INSERTS = List.of(
            "{", "[", "]", ":", "- ", "null", "!!x ", "&a ", "*a ", "\t", "'", "\"", "#", "\u0000", "🙂", "true",
            "9e999");

    private MutatedText() {}

    /** The text with the change that is drawn. */
    public static String of(String text, Random random) {
        var lines = new ArrayList<>(text.lines().toList());
        var at = random.nextInt(lines.size());
        var line = lines.get(at);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, " " + line);
            case 3 -> {
                var place = random.nextInt(line.length() + 1);
                lines.set(
                        at,
                        line.substring(0, place) + INSERTS.get(random.nextInt(INSERTS.size())) + line.substring(place));
            }
            case 4 -> {
                if (!line.isEmpty()) {
                    lines.set(at, line.substring(0, random.nextInt(line.length())));
                }
            }
            default -> {
                if (line.length() > 1) {
                    var place = random.nextInt(line.length() - 1);
                    lines.set(
                            at,
                            line.substring(0, place)
                                    + line.charAt(place + 1)
                                    + line.charAt(place)
                                    + line.substring(place + 2));
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
