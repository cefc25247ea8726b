package norn.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.code.CodeSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

    @TempDir
    Path home;

    private RetentionFixture fixture;
    private ActionHarness harness;

    @BeforeEach
    void six_releases_of_which_the_fifth_has_gone_live() throws Exception {
        fixture = new RetentionFixture(home);
        for (var i = 1; i <= 6; i++) {
            fixture.stamp("v0." + i, START.plus(Duration.ofDays(i)));
        }
        Files.createDirectories(home.resolve("releases/by-hand"));
        fixture.activate("v0.4");
        harness = fixture.harness(1);
        harness.deployment("fifth").release("v0.5").run("fingerprint", "record", true);
        harness.run("enable-maintenance");
        fixture.activate("v0.5");
    }

    @Test
    void what_is_retained_is_listed_with_what_needs_it() {
        assertThat(items(harness))
                .containsExactly(
                        "release/v0.1 may go",
                        "release/v0.2 may go",
                        "release/v0.3 may go",
                        "release/v0.4 a rollback of fifth",
                        "release/v0.5 it is active",
                        "release/v0.6 may go");
    }

    @Test
    void old_releases_go_once_a_newer_one_is_proven_and_not_before() {
        assertThat(harness.run("expire-retained").outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(items(harness)).hasSize(6);

        harness.run("disable-maintenance");

        assertThat(harness.run("expire-retained").values())
                .containsEntry("removed", List.of("release/v0.2", "release/v0.1"));
        assertThat(home.resolve("releases")).isDirectoryContaining("glob:**/by-hand");
        assertThat(items(harness)).hasSize(4);
        assertThat(harness.run("expire-retained").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void a_deployment_that_was_rolled_back_makes_nothing_go() throws Exception {
        harness.run("disable-maintenance");
        fixture.activate("v0.4");
        harness.run("verify-fingerprint");

        assertThat(harness.run("expire-retained").outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(items(harness)).hasSize(6);
    }

    @Test
    void a_person_removes_what_nothing_needs_and_nothing_else() {
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness.run("drop-retained", "names", List.of("release/v0.1", "release/v0.4"), "by", "alice"));

        assertThat(failed.error()).isEqualTo("StillNeeded");
        assertThat(failed).hasMessage("release/v0.4 is needed: a rollback of fifth");
        assertThat(items(harness)).hasSize(6);
        assertThat(harness.run("drop-retained", "names", List.of("release/v0.1"), "by", "alice")
                        .summary())
                .isEqualTo("removed: release/v0.1");
        assertThat(home.resolve("releases/v0.1")).doesNotExist();
        for (var name : List.of("release/by-hand", "release/../records", "database/ai_world")) {
            assertThat(catchThrowableOfType(
                                    ActionFailed.class,
                                    () -> harness.run("drop-retained", "names", List.of(name), "by", "alice"))
                            .error())
                    .isEqualTo("NotRetained");
        }
    }

    @Test
    void an_environment_that_says_nothing_of_retention_loses_nothing() {
        var silent = new ActionHarness(
                        home.resolve("records"),
                        harness.host().section(CodeSettings.class).orElseThrow())
                .deployment("fifth");

        assertThat(silent.run("expire-retained").summary())
                .isEqualTo("the environment does not say how long anything is retained");
    }

    private static List<String> items(ActionHarness harness) {
        var items = (List<?>) harness.run("list-retained").values().get("items");
        return items.stream()
                .map(item -> (Map<?, ?>) item)
                .map(item ->
                        item.get("name") + " " + (item.get("neededFor") == null ? "may go" : item.get("neededFor")))
                .toList();
    }
}
