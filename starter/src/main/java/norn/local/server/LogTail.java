package norn.local.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.client.SafeText;
import norn.plan.ShortText;

/** The last lines of a log, for a message about a process that ended. */
public final class LogTail {
    private static final int LINES = 8;
    private static final int COLUMNS = 300;
    private static final Pattern TRACE = Pattern.compile("^\\s+(at \\S|\\.\\.\\. \\d+ )");

    private LogTail() {}

    /** Those lines, without stack traces. */
    public static String of(Path log) {
        try {
            var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !TRACE.matcher(line).find())
                    .toList();
            if (lines.isEmpty()) {
                return "  | (it is empty)";
            }
            return lines.stream()
                    .skip(Math.max(0, lines.size() - LINES))
                    .map(line -> "  | " + SafeText.text(ShortText.withoutMiddle(line, COLUMNS)))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "  | (no log: " + e.getMessage() + ")";
        }
    }
}
