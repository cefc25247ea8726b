package norn.rehearsal.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines of what a package manager said, fit for a message: no passwords of addresses, nothing that steers a terminal. */
record LastLines(List<String> lines) {
    private static final int COUNT = 8;
    private static final int MAX_COLUMNS = 400;
    private static final Pattern STEERING = Pattern.compile("\\x1b\\[[0-9;]*[A-Za-z]|\\p{Cntrl}");
    private static final Pattern PASSWORD = Pattern.compile("(?<=://)[^/@\\s]+@");

    static LastLines of(Path output, Pattern noise) {
        try {
            var lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> STEERING.matcher(line).replaceAll("").stripTrailing())
                    .filter(line ->
                            !line.isBlank() && !noise.matcher(line.strip()).matches())
                    .map(line -> PASSWORD.matcher(line).replaceAll("***@"))
                    .map(LastLines::withoutMiddle)
                    .toList();
            return new LastLines(lines.subList(Math.max(0, lines.size() - COUNT), lines.size()));
        } catch (IOException unreadable) {
            return new LastLines(List.of());
        }
    }

    /** The reason often stands last. */
    private static String withoutMiddle(String line) {
        var half = MAX_COLUMNS / 2;
        return line.length() <= MAX_COLUMNS
                ? line
                : line.substring(0, half) + " … " + line.substring(line.length() - half);
    }

    boolean sayThatTheDiskIsFull() {
        return lines.stream().anyMatch(line -> line.contains("No space left") || line.contains("ENOSPC"));
    }

    String text() {
        return lines.isEmpty()
                ? "It said nothing."
                : "Its last lines:%n%s"
                        .formatted(lines.stream().map(line -> "  | " + line).collect(Collectors.joining("\n")));
    }
}
