package norn.cli.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import norn.adoption.AdoptionRecord;
import norn.adoption.Installation;
import norn.cli.terminal.Style;
import norn.plan.Problem;
import org.junit.jupiter.api.Test;

class InstallationTextTest {
    @Test
    void an_installation_that_was_adopted_and_is_down_is_still_adopted() {
        var record = new AdoptionRecord(
                "adoption-1",
                "alice",
                "2026-11-01T03:00:00Z",
                "/opt/game",
                "/opt/releases/v0.9.0",
                "v0.9.0",
                null,
                0,
                "2026-11-01T03:05:00Z",
                "abc",
                null,
                null);
        var down = new Installation(
                List.of(),
                null,
                null,
                null,
                null,
                "v0.9.0",
                List.of(Problem.at("service shop", "nothing of it runs here").remedy("Start it as you always do.")),
                List.of(),
                List.of(),
                record);

        var lines = new InstallationText("production", new Style(false)).lines(down);

        assertThat(lines)
                .contains("production: adopted as v0.9.0, gone back to and proven at 2026-11-01T03:05:00Z")
                .contains("Must be put right first:");
    }
}
