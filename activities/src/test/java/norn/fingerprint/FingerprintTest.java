package norn.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeAction;
import norn.action.SettingsText;
import norn.action.Target;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.files.AtomicFiles;
import norn.plan.RollbackScope;
import norn.service.ServiceSettings;
import norn.sessions.SessionsSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path home;

    private ActionHarness harness;

    @BeforeEach
    void createEnvironment() throws Exception {
        for (var release : List.of("v0.9.0", "v1.0.0")) {
            var folder = Files.createDirectories(home.resolve("releases").resolve(release));
            Files.writeString(folder.resolve("RELEASE"), release);
            Files.writeString(folder.resolve("map-server"), "built of " + release);
            Files.writeString(folder.resolve(".env"), "MODE=balanced");
        }
        activate("v0.9.0");
        var build = new CodeSettings.Build(".", List.of(List.of("make")), List.of("map-server"), List.of(), Map.of());
        var code = new CodeSettings(
                "/nowhere",
                home.resolve("releases"),
                home.resolve("active"),
                List.of("git"),
                0,
                List.of(),
                Map.of("game-servers", build));
        harness = new ActionHarness(
                home.resolve("records"),
                code,
                SettingsText.read(ConfigurationSettings.class, "files: {env: {from: env, to: .env}}"),
                SettingsText.read(ServiceSettings.class, """
                    components:
                      map: {manager: process, command: [sleep, '71'], pidFile: '%1$s/pid', log: '%1$s/log', stable: 0s}
                    """, home));
    }

    @Test
    void the_same_environment_has_the_same_fingerprint_and_a_changed_one_another() throws Exception {
        var before = harness.run("fingerprint").values();

        assertThat(harness.run("fingerprint").values()).isEqualTo(before);
        assertThat(before).containsEntry("release", "v0.9.0");
        Files.writeString(home.resolve("releases/v0.9.0/.env"), "MODE=cheap");
        assertThat(harness.run("fingerprint").values().get("fingerprint")).isNotEqualTo(before.get("fingerprint"));
    }

    @Test
    void a_service_that_bypasses_the_active_link_is_reported_weeks_before() throws Exception {
        var service = new ProcessBuilder("sleep", "71")
                .directory(home.resolve("releases/v1.0.0").toFile())
                .start();
        try {
            var stat = Files.readString(Path.of("/proc/%d/stat".formatted(service.pid())))
                    .split(" ", -1);
            Files.writeString(home.resolve("pid"), "%d %s%n".formatted(service.pid(), stat[21]));

            var failed =
                    catchThrowableOfType(ActionFailed.class, () -> harness.run("fingerprint", "throughLink", true));

            assertThat(failed.error()).isEqualTo("NotRunFromActiveLink");
            assertThat(failed)
                    .hasMessage("map runs from %s/releases/v1.0.0, and %s/active leads to %s/releases/v0.9.0"
                            .formatted(home, home, home));
            activate("v1.0.0");
            assertThat(harness.run("fingerprint", "throughLink", true).values()).containsEntry("release", "v1.0.0");
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_installation_that_is_deployed_in_place_is_reported_weeks_before() throws Exception {
        Files.delete(home.resolve("active"));
        Files.createDirectory(home.resolve("active"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("fingerprint", "throughLink", true));

        assertThat(failed).hasMessage(home.resolve("active") + ": is not a symbolic link");
        assertThat(harness.run("fingerprint").values()).containsEntry("release", "active");
    }

    @Test
    void what_was_recorded_before_the_first_change_stays_recorded() throws Exception {
        var recorded = harness.run("fingerprint", "record", true);
        activate("v1.0.0");

        var again = harness.run("fingerprint", "record", true);

        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(again.values()).isEqualTo(recorded.values());
        assertThat(Target.read(home.resolve("records")).orElseThrow().release()).isEqualTo("v0.9.0");
    }

    @Test
    void what_cannot_be_returned_to_is_refused_when_it_is_recorded() throws Exception {
        Files.createDirectories(home.resolve("releases/empty/map"));
        activate("empty");
        assertThat(refusal())
                .isEqualTo(
                        "a rollback could not go back to empty: the release's directory %s/releases/empty holds no file"
                                .formatted(home));

        Files.delete(home.resolve("releases/empty/map"));
        Files.delete(home.resolve("releases/empty"));
        assertThat(refusal())
                .isEqualTo(
                        "a rollback could not go back to what is there: %s/active leads to no release".formatted(home));
        assertThat(Target.read(home.resolve("records"))).isEmpty();

        activate("v0.9.0");
        harness.run("fingerprint", "record", true);
        Files.move(home.resolve("releases/v0.9.0"), home.resolve("releases/moved"));
        assertThat(refusal())
                .isEqualTo("a rollback could not go back to v0.9.0: the release's directory %s/releases/v0.9.0 is gone"
                        .formatted(home));
    }

    private String refusal() {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("fingerprint", "record", true));
        assertThat(failed.error()).isEqualTo("TargetNotReturnable");
        return failed.getMessage();
    }

    @Test
    void a_rollback_is_verified_part_by_part() throws Exception {
        harness.run("fingerprint", "record", true);
        activate("v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-fingerprint"));

        assertThat(failed.error()).isEqualTo("FingerprintDiffers");
        assertThat(failed.getMessage())
                .contains("code was ")
                .contains("release was %s/releases/v0.9.0 and is %s/releases/v1.0.0".formatted(home, home))
                .doesNotContain("configuration");
        activate("v0.9.0");
        var verified = harness.run("verify-fingerprint").values();
        assertThat(verified.get("fingerprintAfter"))
                .isEqualTo(verified.get("fingerprintBefore"))
                .isNotNull();
    }

    @Test
    void the_survey_says_what_is_to_be_taken_back() throws Exception {
        harness.run("fingerprint", "record", true);
        assertThat(harness.run("survey-environment").values())
                .containsEntry("changed", false)
                .containsEntry("code", false);

        activate("v1.0.0");

        assertThat(harness.run("survey-environment").values())
                .containsEntry("target", "v0.9.0")
                .containsEntry("active", "v1.0.0")
                .containsEntry("changed", true)
                .containsEntry("code", true)
                .containsEntry("database", false)
                .containsEntry("asksConsent", false);
    }

    @Test
    void whether_maintenance_mode_is_on_is_no_part_of_the_files() throws Exception {
        var conf = Files.createDirectories(home.resolve("shared/conf"));
        Files.writeString(conf.resolve("other.txt"), "a: 1\n");
        Files.writeString(conf.resolve("maintenance.txt"), "motd: welcome\nclosed: no\n");
        var sessions = SettingsText.read(SessionsSettings.class, """
            maintenance: {file: '%s/maintenance.txt', enabled: {closed: 'yes', group: '99'}, disabled: {closed: 'no'}}
            """, conf);
        var code = harness.host().section(CodeSettings.class).orElseThrow();
        harness = new ActionHarness(home.resolve("records"), code, sessions, new FingerprintSettings(List.of(conf)));
        harness.run("fingerprint", "record", true);

        assertThat(harness.run("survey-environment").values().get("usersOutSince"))
                .isNull();
        harness.run("enable-maintenance");
        assertThat(harness.run("survey-environment").values().get("usersOutSince"))
                .isEqualTo(Files.getLastModifiedTime(home.resolve("records/maintenance-before"))
                        .toInstant()
                        .toString());

        assertThat(harness.run("verify-fingerprint").values()).containsKey("fingerprintAfter");
        Files.writeString(conf.resolve("maintenance.txt"), "motd: hello\nclosed: yes\ngroup: 99\n");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-fingerprint")))
                .hasMessageContaining("files was");
    }

    @Test
    void what_a_killed_writer_left_behind_changes_no_fingerprint() throws Exception {
        var conf = Files.createDirectories(home.resolve("shared/conf"));
        Files.writeString(conf.resolve("maintenance.txt"), "closed: no\n");
        var code = harness.host().section(CodeSettings.class).orElseThrow();
        harness = new ActionHarness(home.resolve("records"), code, new FingerprintSettings(List.of(conf)));
        harness.run("fingerprint", "record", true);

        var left = AtomicFiles.temporaryBeside(conf.resolve("maintenance.txt"));
        Files.writeString(left, "half of ");

        assertThat(harness.run("verify-fingerprint").values()).containsKey("fingerprintAfter");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        AtomicFiles.write(conf.resolve("maintenance.txt"), "closed: no\n");
        assertThat(left).doesNotExist();
    }

    @Test
    void an_earlier_target_is_found_by_its_release() throws Exception {
        harness.deployment("first").run("fingerprint", "record", true);
        activate("v1.0.0");
        saveReport("first", "{\"goLiveAt\": \"2026-12-01T11:00:00Z\"}");
        harness.deployment("second").run("fingerprint", "record", true);

        assertThat(harness.run("survey-environment").values()).containsEntry("target", "v1.0.0");
        assertThat(harness.runIn(backTo("v0.9.0"), "survey-environment").values())
                .containsEntry("target", "v0.9.0")
                .containsEntry("targetDeployment", "first");
        assertThat(catchThrowableOfType(
                        ActionFailed.class, () -> harness.runIn(backTo("v0.1.0"), "survey-environment")))
                .hasMessageContaining("release v0.1.0: no deployment recorded it")
                .hasMessageContaining("v0.9.0");
    }

    @Test
    void an_environment_that_an_earlier_deployment_left_half_changed_is_not_recorded() throws Exception {
        harness.deployment("first").run("fingerprint", "record", true);
        harness.run(FakeAction.changing((order, attempt) -> attempt.evidence().done("begins")), harness.order("begin"));
        activate("v1.0.0");
        saveReport("first", "{\"goLiveAt\": null}");

        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.deployment("second").run("fingerprint", "record", true));

        assertThat(failed.error()).isEqualTo("UnfinishedDeployment");
        assertThat(failed)
                .hasMessageContaining("first began to change this environment")
                .hasMessageContaining("v0.9.0");
        assertThat(failed.remedy()).contains("norn rollback rehearsal", home + "/records/target.json");
        activate("v0.9.0");
        harness.run("fingerprint", "record", true);
        assertThat(Target.read(home.resolve("records")).orElseThrow().deployment())
                .isEqualTo("second");
    }

    @Test
    void without_a_record_there_is_nothing_to_go_back_to() {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("survey-environment"));

        assertThat(failed.error()).isEqualTo("NoRollbackTarget");
    }

    /** What a deployment last reported on that host. */
    private void saveReport(String deployment, String report) throws Exception {
        var folder = Files.createDirectories(home.resolve("records").resolve(deployment));
        Files.writeString(folder.resolve("report.json"), report);
    }

    private void activate(String release) throws Exception {
        Files.deleteIfExists(home.resolve("active"));
        Files.createSymbolicLink(
                home.resolve("active"), home.resolve("releases").resolve(release));
    }

    private static RollbackScope backTo(String release) {
        return RollbackScope.orderedByPerson().backTo(release);
    }
}
