package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.rehearsal.system.Ports;
import norn.worker.HostEnvironments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial says of a release of an environment without a database. */
class TrialCommandTest {
    @TempDir
    Path root;

    private Path config;

    @BeforeEach
    void an_environment_with_a_release_that_is_built_by_its_makefile() throws Exception {
        config = root.resolve("config");
        var source = Files.createDirectories(root.resolve("source"));
        Files.writeString(source.resolve("Makefile"), "program:\n\tprintf one > program\n");
        Files.writeString(source.resolve("template.env"), "GREETING=hello\nTOKEN=\n");
        release(source, "v1.0.0");
        Files.writeString(source.resolve("Makefile"), "program:\n\tprintf two > program; exit 3\n");
        release(source, "v1.1.0");
        Files.createDirectories(config.resolve("environments"));
        Files.writeString(config.resolve("environments/production.yaml"), """
            environment: production
            runbook: web-service
            policy:
              zone: UTC
            host:
              records: %1$s/records
              secrets:
                token: {file: %1$s/token}
              code:
                repository: %1$s/source
                releases: %1$s/releases
                active: %1$s/active
                builds:
                  web: {directory: ".", commands: [[make, program]], outputs: [program]}
              configuration:
                files:
                  web:
                    from: template.env
                    to: web.env
                    required: [GREETING, TOKEN]
                    secrets: {TOKEN: token}
            """.formatted(root));
        Files.writeString(root.resolve("token"), "hidden-word\n");
        Files.setPosixFilePermissions(root.resolve("token"), PosixFilePermissions.fromString("rw-------"));
        checkOut("v1.0.0");
        checkOut("v1.1.0");
    }

    private static void release(Path source, String tag) throws IOException, InterruptedException {
        for (var words : List.of(
                List.of("init", "--quiet"),
                List.of("add", "--all"),
                List.of("commit", "--quiet", "--message", tag),
                List.of("tag", tag))) {
            var git = new ProcessBuilder("git", "-c", "user.name=team", "-c", "user.email=team@example.org");
            git.command().addAll(words);
            var process = git.directory(source.toFile()).inheritIO().start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    private void checkOut(String release) {
        var host = new HostEnvironments(config).host("production");
        var order = new Order(
                "d", "production", release, null, null, "check-out", 1, 0, null, Map.of(), OrderContext.none());
        new ActionRunner(host, Clock.systemUTC()).run("check-out", order, Heartbeats.ignored());
    }

    private CliResult trial(String release) {
        return CliResult.command("trial", "production", release, "--config", config.toString());
    }

    @Test
    void it_builds_the_release_and_renders_its_settings_and_the_second_time_it_is_built() {
        var first = trial("v1.0.0");

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .startsWith("web of v1.0.0 built\n")
                .contains("settings")
                .contains("v1.0.0 is at ");
        assertThat(root.resolve("releases/v1.0.0/program")).hasContent("one");
        assertThat(root.resolve("releases/v1.0.0/web.env")).doesNotExist();
        assertThat(trial("v1.0.0").out()).startsWith("already so: web of v1.0.0 is built\n");
    }

    @Test
    void what_its_services_need_of_the_host_is_checked_before_the_day() throws IOException {
        var port = Ports.free(1).get(0);
        Files.writeString(
                config.resolve("environments/production.yaml"), """
                      services:
                        components:
                          web:
                            manager: process
                            command: [sleep, "6009"]
                            pidFile: %1$s/run/web.pid
                            log: %1$s/run/web.log
                            ports: [%2$d]
                    """.formatted(root, port), StandardOpenOption.APPEND);

        var well = trial("v1.0.0");
        CliResult taken;
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            taken = trial("v1.0.0");
        }

        assertThat(well.out())
                .endsWith("1 service could start from v1.0.0: ports, programs, files and folders are theirs to use\n");
        assertThat(well.exitCode()).isZero();
        assertThat(taken.err())
                .startsWith("ServicesCannotStart: web: port %d is held by process ".formatted(port))
                .contains("End that process before the day");
        assertThat(taken.exitCode()).isEqualTo(1);
    }

    @Test
    void a_build_that_fails_and_a_secret_that_is_missing_are_said() throws IOException {
        Files.delete(root.resolve("token"));

        var trial = trial("v1.1.0");

        assertThat(trial.exitCode()).isEqualTo(1);
        assertThat(trial.err())
                .contains("BuildFailed")
                .contains("SecretMissing")
                .contains("web is not built");
        assertThat(trial.err()).doesNotContain("hidden-word");
    }

    @Test
    void what_serves_is_not_built() throws IOException {
        Files.createSymbolicLink(root.resolve("active"), root.resolve("releases/v1.0.0"));

        var trial = trial("v1.0.0");

        assertThat(trial.out() + trial.err()).doesNotContain("built");
        assertThat(root.resolve("releases/v1.0.0/program")).doesNotExist();
    }

    @Test
    void a_name_that_is_a_path_is_refused() {
        var trial = trial("../source");

        assertThat(trial.exitCode()).isEqualTo(1);
        assertThat(trial.err()).contains("BadReleaseName");
        assertThat(trial.err()).doesNotContain("\tat ");
    }
}
