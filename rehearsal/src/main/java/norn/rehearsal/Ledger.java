package norn.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.rehearsal.system.SandboxFailure;

/** What the players wrote down, in the order of the confirmations: the witness that is outside of every database. */
public final class Ledger {
    private final Path file;

    public Ledger(Path file) {
        this.file = file;
    }

    /** All entries so far; a last line that is still being written is passed over. Empty where nobody has played yet. */
    public List<LedgerEntry> entries() {
        List<LedgerEntry> entries = new ArrayList<>();
        try {
            for (var line : Files.readString(file).lines().toList()) {
                read(line).ifPresent(entries::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new SandboxFailure("the players' ledger %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        return List.copyOf(entries);
    }

    private static Optional<LedgerEntry> read(String line) {
        try {
            return Optional.of(SandboxFile.JSON.readValue(line, LedgerEntry.class));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // cut off when the players' process was killed: it was never counted
        }
    }
}
