package norn.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.Attempt;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/**
 * A probe that may run at most once a deployment. That it runs is recorded before: after a crash in between, its outcome is
 * unknown, and the probe does not run again.
 */
final class OneTimeProbe {
    private final Path file;

    OneTimeProbe(Order order, Attempt attempt, String probe) {
        this.file = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("once")
                .resolve(RecordFolders.name(probe) + ".json");
    }

    /** What is recorded; {@code passed} null: it was begun, and its outcome is unknown. */
    record RecordedAnswer(@Nullable Boolean passed, String text) {
        static RecordedAnswer unknown(String why) {
            return new RecordedAnswer(null, why);
        }
    }

    Optional<RecordedAnswer> recorded() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LenientJson.parse(Files.readString(file), RecordedAnswer.class));
        } catch (IOException incomplete) {
            return Optional.of(RecordedAnswer.unknown("the record is unreadable"));
        }
    }

    /** Records that it is about to run; false where another attempt did so at the same moment. */
    boolean begin() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file);
        } catch (FileAlreadyExistsException other) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
        write(RecordedAnswer.unknown("begun"));
        return true;
    }

    void end(ProbeResult result, Attempt attempt) {
        write(new RecordedAnswer(result.passed(), attempt.redact(result.text())));
    }

    private void write(RecordedAnswer note) {
        LenientJson.write(file, note);
    }
}
