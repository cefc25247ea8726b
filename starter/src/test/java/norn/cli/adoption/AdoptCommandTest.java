package norn.cli.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import norn.cli.CliResult;
import norn.exec.PidFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptCommandTest {
    @TempDir
    Path root;

    private Path tree;
    private Process service;

    @BeforeEach
    void a_service_that_runs_in_place() throws IOException {
        root = root.toRealPath();
        tree = Files.createDirectories(root.resolve("tree"));
        Files.writeString(tree.resolve("program"), "one");
        Files.createDirectories(root.resolve("config/environments"));
        Files.writeString(root.resolve("config/environments/production.yaml"), """
            environment: production
            runbook: web-service
            policy:
              zone: UTC
            host:
              records: %1$s/records
              code: {repository: /nowhere, releases: %1$s/releases, active: %1$s/active}
              services:
                components:
                  web:
                    manager: process
                    command: [sleep, "6007"]
                    pidFile: %1$s/web.pid
                    log: %1$s/web.log
                    stable: 100ms
            """.formatted(root));
        service = new ProcessBuilder("sleep", "6007").directory(tree.toFile()).start();
    }

    @AfterEach
    void nothing_is_left() {
        service.destroyForcibly();
        new PidFile(root.resolve("web.pid")).process().ifPresent(process -> process.end(Duration.ZERO));
    }

    private CliResult adopt(String... options) {
        var words = new ArrayList<>(List.of(
                "adopt", "production", "--config", root.resolve("config").toString()));
        words.addAll(List.of(options));
        return CliResult.command(words.toArray(String[]::new));
    }

    @Test
    void a_plan_shows_each_service_and_what_must_change() {
        var plan = adopt("--plan", "--tree", tree.toString(), "--release", "before");

        assertThat(plan.err()).isEqualTo("looking for services\n");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out().lines())
                .containsExactly(
                        "production: runs in place, from " + tree,
                        "",
                        "  web              process %d; by program sleep; works in %s; not through the link"
                                .formatted(service.pid(), tree),
                        "",
                        "  %s: no git work tree".formatted(tree),
                        "",
                        "To adopt it as the release before, Norn will:",
                        "  - stop web",
                        "  - rename %s to %s/releases/before".formatted(tree, root),
                        "  - make %s/active a link to it".formatted(root),
                        "  - make %s a link to %s/active: units and scripts that name it run through the link, and need no edit"
                                .formatted(tree, root),
                        "  - start web; then, to prove it, stop them, point the link elsewhere and back, and start"
                                + " them",
                        "  - afterwards: have whatever starts web at boot (crontab, rc.local, a script) call 'norn"
                                + " start production web'",
                        "",
                        "Note:",
                        "  - %s is no git work tree: the release is named by the day, and nobody can say which commit it is"
                                .formatted(tree));
    }

    @Test
    void without_a_persons_word_nothing_is_changed() {
        var refused = adopt("--tree", tree.toString());

        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err())
                .contains("nothing was changed: this needs a person's word, and nobody can be asked here");
        assertThat(tree).isDirectory();
        assertThat(service.isAlive()).isTrue();
    }

    @Test
    void with_it_the_release_runs_through_the_link_and_a_second_time_there_is_nothing_to_do() {
        var done = adopt("--tree", tree.toString(), "--release", "before", "--yes", "--by", "alice");

        assertThat(done.err()).doesNotContain("norn:");
        assertThat(done.exitCode()).isZero();
        assertThat(done.out()).contains("before is back: fingerprint");
        assertThat(service.isAlive()).isFalse();
        var again = adopt();
        assertThat(again.exitCode()).isZero();
        assertThat(again.out())
                .contains("production: adopted as before, gone back to and proven at ")
                .contains("runs before, through the link");
        assertThat(adopt("--json").out()).contains("\"throughLink\" : true");
    }

    @Test
    void what_stands_in_the_way_is_said_and_exits_with_1() {
        service.destroyForcibly().onExit().join();

        var plan = adopt("--plan", "--tree", tree.toString());

        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.out()).contains("Must be put right first:").contains("service web: nothing of it runs here");
    }
}
