package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.action.Fence;
import norn.action.Target;
import norn.action.Targets;
import norn.catalog.InvalidEnvironment;
import norn.catalog.InvalidRunbook;
import norn.fingerprint.HostState;
import norn.plan.PlanRequest;
import norn.runbook.PhaseName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostEnvironmentsTest {
    @TempDir
    Path folder;

    private Path file;
    private Path secret;
    private HostEnvironments environments;

    @BeforeEach
    void an_environment_with_a_secret() throws IOException {
        file = folder.resolve("environments/production.yaml");
        secret = folder.resolve("password");
        Files.createDirectories(file.getParent());
        secret("first");
        write("/records");
        environments = new HostEnvironments(folder);
    }

    @Test
    void a_host_is_read_again_only_when_its_files_have_changed() throws IOException {
        environments.host("production"); // where its secrets are is known from here on
        var before = environments.host("production");

        assertThat(environments.host("production")).isSameAs(before);

        write("/elsewhere");

        assertThat(environments.host("production").records()).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void a_changed_secret_is_noticed() throws IOException {
        environments.host("production");
        environments.host("production");

        secret("second");

        assertThat(environments.host("production").secret("password")).isEqualTo("second");
    }

    @Test
    void a_secret_that_everybody_may_read_is_refused_each_time() throws IOException {
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString("rwxr-xr-x")); // in a closed one, nobody may
        environments.host("production");
        environments.host("production");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> environments.host("production")).isInstanceOf(InvalidEnvironment.class);
        assertThatThrownBy(() -> environments.host("production")).isInstanceOf(InvalidEnvironment.class);

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

        assertThat(environments.host("production").secret("password")).isEqualTo("first");
    }

    @Test
    void the_release_that_serves_is_refused_before_anybody_is_asked() throws IOException {
        installation("v1.0.0", "no");

        assertThatThrownBy(() -> environments.plan(request("v1.0.0", List.of())))
                .isInstanceOf(InvalidEnvironment.class)
                .hasMessageContaining("release v1.0.0: it is active in production already.");
        assertNotRefused(request("v1.0.0", List.of(PhaseName.POST_DEPLOYMENT)));
        assertNotRefused(request("v1.1.0", List.of()));
    }

    @Test
    void without_a_day_only_the_release_that_serves_can_be_watched() throws IOException {
        installation("v1.0.0", "no");
        var week = List.of(PhaseName.POST_DEPLOYMENT);

        assertThatThrownBy(() -> environments.plan(request("v1.1.0", week)))
                .isInstanceOf(InvalidEnvironment.class)
                .hasMessageContaining(
                        "release v1.1.0: without deployment-day the release that serves is watched, and that is v1.0.0"
                                + " in production");
        assertNotRefused(request("v1.0.0", week));
    }

    @Test
    void a_deployment_that_is_reset_may_deploy_what_it_has_activated() throws IOException {
        installation("v1.0.0", "yes");
        target("d", "v0.9.0");

        assertNotRefused(request("v1.0.0", List.of()));
    }

    @Test
    void the_state_names_who_left_the_environment_and_since_when_users_are_out() throws IOException {
        installation("v1.0.0", "yes");
        target("left", "v0.9.0");
        new Fence(folder.resolve("records")).acquire("left");
        var since = Instant.parse("2026-12-01T09:00:00Z");
        Files.setLastModifiedTime(
                Files.writeString(folder.resolve("records/maintenance-before"), ""), FileTime.from(since));

        assertThat(environments.state("production"))
                .isEqualTo(new HostState(
                        "production",
                        "v1.0.0",
                        "left",
                        HostState.Users.OUT,
                        since,
                        new HostState.Unfinished("left", "v0.9.0")));
    }

    @Test
    void a_deployment_that_let_users_in_left_nothing_unfinished() throws IOException {
        installation("v1.0.0", "no");
        target("live", "v0.9.0");
        assertThat(environments.state("production").unfinished()).isNotNull();

        Files.createDirectories(folder.resolve("records/live"));
        Files.writeString(folder.resolve("records/live/went-live"), "2026-12-01T09:00:00Z");

        assertThat(environments.state("production"))
                .isEqualTo(new HostState("production", "v1.0.0", null, HostState.Users.IN, null, null));
    }

    /** The plan of this small installation has other problems. */
    private void assertNotRefused(PlanRequest request) {
        assertThatThrownBy(() -> environments.plan(request))
                .isInstanceOf(InvalidRunbook.class)
                .hasMessageNotContaining("active in production already");
    }

    private void target(String deployment, String release) {
        var targets = new Targets(folder.resolve("records"));
        targets.record(new Target(
                deployment,
                "2026-12-01T08:00:00Z",
                release,
                null,
                null,
                Target.fingerprint(Map.of()),
                Map.of(),
                null,
                null));
        targets.beginChange(deployment);
    }

    private static PlanRequest request(String release, List<PhaseName> phases) {
        return new PlanRequest("d", "production", release, phases, null, "run", null);
    }

    /** An installation in which that release is active. */
    private void installation(String active, String maintenance) throws IOException {
        Files.createDirectories(folder.resolve("records"));
        var release = Files.createDirectories(folder.resolve("releases").resolve(active));
        Files.createSymbolicLink(folder.resolve("active"), release);
        Files.writeString(folder.resolve("maintenance.conf"), "closed: %s%n".formatted(maintenance));
        Files.writeString(file, """
            environment: production
            runbook: web-service
            policy:
              zone: UTC
              people: {release-manager: [alice], operator: [bob]}
            host:
              records: %1$s/records
              code: {repository: /nowhere, releases: %1$s/releases, active: %1$s/active}
              sessions:
                maintenance: {file: %1$s/maintenance.conf, enabled: {closed: "yes"}, disabled: {closed: "no"}}
            """.formatted(folder));
    }

    private void write(String records) throws IOException {
        Files.writeString(file, """
            environment: production
            runbook: web-service
            policy:
              zone: UTC
              people: {release-manager: [alice]}
            host:
              records: %s
              secrets: {password: {file: %s}}
            """.formatted(records, secret));
    }

    private void secret(String value) throws IOException {
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, value);
    }
}
