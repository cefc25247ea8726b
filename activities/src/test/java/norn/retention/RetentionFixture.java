package norn.retention;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.sessions.SessionsSettings;

/** An installation whose old releases are removed. */
record RetentionFixture(Path home) {
    /** Its actions; so many releases beside the active one are retained. */
    ActionHarness harness(int releases) {
        return new ActionHarness(
                home.resolve("records"),
                new CodeSettings(
                        "/nowhere",
                        home.resolve("releases"),
                        home.resolve("active"),
                        List.of("git"),
                        0,
                        List.of(),
                        Map.of()),
                new RetentionSettings(releases, Duration.ofDays(30), Duration.ofDays(14)),
                SettingsText.read(SessionsSettings.class, """
                    maintenance: {file: '%s/maintenance.txt', enabled: {closed: 'yes'}, disabled: {closed: 'no'}}
                    """, home));
    }

    /** The directory of a release. */
    Path release(String name) {
        return home.resolve("releases").resolve(name);
    }

    /** Stamps a directory as a release that was checked out then. */
    void stamp(String name, Instant at) throws Exception {
        var stamp = release(name).resolve(".norn/checked-out.json");
        Files.createDirectories(stamp.getParent());
        Files.writeString(
                stamp, "{\"release\":\"%s\",\"commit\":\"%s\",\"shared\":{}}".formatted(name, "0".repeat(40)));
        Files.setLastModifiedTime(stamp, FileTime.from(at));
    }

    /** Has the active link lead to it. */
    void activate(String name) throws Exception {
        Files.deleteIfExists(home.resolve("active"));
        Files.createSymbolicLink(home.resolve("active"), release(name));
    }
}
