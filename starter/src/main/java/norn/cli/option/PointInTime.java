package norn.cli.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import norn.cli.terminal.CommandFailed;

/** Times as people type them: in UTC unless they have an offset. */
public final class PointInTime {
    private PointInTime() {}

    /**
     * The time.
     *
     * @throws CommandFailed if the text is no time
     */
    public static Instant read(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException notATime) {
                throw CommandFailed.usage(
                        text + ": not a time", "Expected 2026-12-01T10:00:00Z, or 2026-12-01T11:00+01:00.");
            }
        }
    }
}
