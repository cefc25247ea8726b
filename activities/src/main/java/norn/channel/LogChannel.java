package norn.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import norn.action.ActionFailed;
import norn.yaml.Kind;

/** A file that a line of JSON is added to. */
@Kind("log")
record LogChannel(Path file) implements Channel {
    @Override
    public void send(Delivery delivery) {
        try {
            var absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent());
            var line = delivery.json();
            if (holds(absolute, line)) {
                return;
            }
            Files.writeString(
                    absolute,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new ActionFailed(
                    "NotNotified",
                    "%s: cannot be written: %s".formatted(file, failure.getMessage()),
                    "Check the folder and the disk, then RETRY.",
                    true,
                    failure);
        }
    }

    private static boolean holds(Path log, String line) throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        var bytes = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return Files.readAllLines(log, StandardCharsets.ISO_8859_1)
                .contains(bytes); // others may write to it in any encoding
    }
}
