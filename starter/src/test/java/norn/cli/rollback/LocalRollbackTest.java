package norn.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.CliResult;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.environment.Host;
import norn.exec.PidFile;
import norn.local.rollback.LocalRollback;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.RollbackStart;
import norn.runbook.RollbackMode;
import norn.worker.HostEnvironments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback on this host without a server: a service that runs from v1.0.0, and before from v0.9.0. */
class LocalRollbackTest {
    private static final String DEPLOYMENT = "production-v1.0.0-20261201-0900";
    private static final String ROLLBACK = "rollback-production-20261201-0930";

    @TempDir
    Path root;

    private Host host;
    private long fence;

    @BeforeEach
    void a_deployment_has_replaced_the_old_release() throws IOException {
        root = root.toRealPath();
        for (var release : new String[] {"v0.9.0", "v1.0.0"}) {
            var directory = Files.createDirectories(root.resolve("releases").resolve(release));
            Files.writeString(directory.resolve("program"), release);
        }
        Files.createDirectories(root.resolve("config/environments"));
        Files.createDirectories(root.resolve("config/runbooks"));
        Files.writeString(root.resolve("config/environments/production.yaml"), """
            environment: production
            runbook: small
            policy: {zone: UTC}
            host:
              records: %1$s/records
              code: {repository: /nowhere, releases: %1$s/releases, active: %1$s/active}
              services:
                components:
                  web:
                    manager: process
                    command: [sleep, "6009"]
                    pidFile: %1$s/web.pid
                    log: %1$s/web.log
                    stable: 100ms
            """.formatted(root));
        Files.writeString(root.resolve("config/runbooks/small.yaml"), """
            runbook: small
            title: A service
            phases:
              rollback:
                title: Rollback
                sections:
                  - id: restoring
                    title: Restoring
                    steps:
                      - {id: survey, title: Inspect, purpose: surveys, do: survey-environment}
                      - {id: stop, title: Stop, component: web, do: stop-service, when: survey.changed, changes: true}
                      - {id: link, title: Point back, do: restore-code, when: survey.code}
                      - {id: start, title: Start, purpose: restores-access, component: web, do: start-service}
                      - {id: prove, title: Prove, purpose: proves, do: verify-fingerprint}
                      - id: write
                        title: Write the report
                        purpose: reports
                        do: {write-report: {kind: rollback}}
                        onFailure: continue
            """);
        host = new HostEnvironments(root.resolve("config")).host("production");
        fence = new Fence(host.records()).acquire(DEPLOYMENT);
        link("v0.9.0");
        act("start-service", Map.of());
        act("fingerprint", Map.of("record", true));
    }

    private void replace() throws IOException {
        act("stop-service", Map.of());
        Files.delete(root.resolve("active"));
        link("v1.0.0");
        act("start-service", Map.of());
    }

    private void link(String release) throws IOException {
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases", release));
    }

    private void act(String action, Map<String, Object> options) {
        act(action, options, fence, OrderContext.none());
    }

    private void act(String action, Map<String, Object> options, long number, OrderContext context) {
        new ActionRunner(host, Clock.systemUTC())
                .run(
                        action,
                        new Order(
                                DEPLOYMENT,
                                "production",
                                "v1.0.0",
                                "v0.9.0",
                                null,
                                action,
                                1,
                                number,
                                null,
                                options,
                                context),
                        Heartbeats.ignored());
    }

    @AfterEach
    void nothing_is_left() {
        new PidFile(root.resolve("web.pid")).process().ifPresent(process -> process.end(Duration.ZERO));
    }

    private LocalFollowing.LocalEnding rollBack() {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new LocalFollowing(Terminal.piped(out, out))
                .run(
                        ROLLBACK,
                        new RollbackStart("production", "no server", "alice", RollbackMode.AUTO, null, false),
                        root.resolve("config"));
    }

    @Test
    void it_ends_with_its_proof_and_says_so_where_the_report_cannot_be_written() throws IOException {
        replace();
        var report = root.resolve("records").resolve(ROLLBACK).resolve("report.md");
        Files.createDirectories(report); // a folder of that name: nothing else that is written is hit

        var ended = rollBack();

        assertThat(ended.ending().status()).isEqualTo("ROLLED_BACK");
        assertThat(ExitCode.ofRollback(ended.ending())).isZero();
        assertThat(ended.reportProblem().orElseThrow()).contains(report.toString());
        assertThat(root.resolve("active").toRealPath()).isEqualTo(root.resolve("releases/v0.9.0"));
        assertThat(root.resolve("records").resolve(ROLLBACK).resolve("report.json"))
                .exists();
    }

    @Test
    void with_a_report_it_says_where_that_lies_and_a_second_one_finds_nothing_to_do() throws IOException {
        replace();

        assertThat(rollBack().reportProblem()).isEmpty();
        assertThat(root.resolve("records").resolve(ROLLBACK).resolve("report.md"))
                .content()
                .contains("no server");
        assertThat(rollBack().ending().status()).isEqualTo("ROLLED_BACK");
    }

    @Test
    void its_own_step_writes_the_report_as_of_any_rollback() throws IOException {
        replace();

        rollBack();

        var reports = root.resolve("records").resolve(ROLLBACK).resolve("reports");
        assertThat(reports.resolve("rollback.md")).content().contains("no server");
        assertThat(reports.resolve("rollback.json")).content().contains("\"environment\" : \"production\"");
    }

    @Test
    void of_the_run_whose_changes_it_took_back_this_host_knows_by_whom() throws IOException {
        replace();
        var before = RollbackOf.byAnother(DEPLOYMENT, host);

        rollBack();

        assertThat(before).isEmpty();
        assertThat(RollbackOf.byAnother(DEPLOYMENT, host)).contains(ROLLBACK);
    }

    /** As one of a server that was given up, and comes back. */
    @Test
    void the_run_that_was_taken_back_without_its_knowledge_neither_acts_nor_watches_any_more() throws IOException {
        replace();
        var live = new OrderContext(null, Instant.now(), null);
        act("fingerprint", Map.of(), 0, live);

        rollBack();

        assertThat(catchThrowableOfType(ActionFailed.class, () -> act("start-service", Map.of(), fence, live)))
                .hasMessageContaining("was taken with fence 2");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> act("fingerprint", Map.of(), fence, live)))
                .hasMessageContaining("was taken with fence 2 since, by " + ROLLBACK);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> act("fingerprint", Map.of(), 0, live)))
                .hasMessage("what %s did was taken back by %s, of which this run knows nothing"
                        .formatted(DEPLOYMENT, ROLLBACK));
    }

    /** The script beside a deployment's evidence lies there before it changes anything, and long after. */
    @Test
    void the_script_of_a_deployment_undoes_nothing_but_what_that_one_changed() throws IOException {
        var before = catchThrowableOfType(CommandFailed.class, () -> RollbackOf.require(DEPLOYMENT, host));
        replace();

        assertThat(before)
                .hasMessage("nothing that %s changed is in effect: it has changed nothing".formatted(DEPLOYMENT));
        RollbackOf.require(DEPLOYMENT, host);
        assertThat(catchThrowableOfType(CommandFailed.class, () -> RollbackOf.require("production-v0.9.0", host)))
                .hasMessageStartingWith("nothing that production-v0.9.0 changed is in effect");
        var plan = command("--of", DEPLOYMENT, "--local", "--plan");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).endsWith("  norn rollback production --local --reason TEXT\n");
        var other = command("--of", "production-v0.9.0", "--local", "--reason", "late");
        assertThat(other.exitCode()).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(other.err()).contains("%s/records/%s/rollback.sh".formatted(root, DEPLOYMENT));
        assertThat(root.resolve("active").toRealPath()).isEqualTo(root.resolve("releases/v1.0.0"));
    }

    /** The script itself, in a shell that knows nothing of Norn. */
    @Test
    void the_script_works_in_a_bare_shell_from_any_folder() throws Exception {
        act("write-rollback-script", Map.of());
        replace();
        var script = script();

        var plan = bare(script, "--plan");
        var done = bare(script, "--reason", "no server", "--by", "alice");
        var again = bare(script, "--reason", "no server", "--by", "alice");

        assertThat(plan).contains("back to v0.9.0: code").endsWith("  '%s' --reason TEXT\n0".formatted(script));
        assertThat(done).contains("ROLLED_BACK").endsWith("\n0");
        assertThat(root.resolve("active").toRealPath()).isEqualTo(root.resolve("releases/v0.9.0"));
        var earlier =
                done.lines().filter(line -> line.endsWith(": ROLLED_BACK")).findFirst();
        assertThat(again)
                .contains(
                        earlier.orElseThrow(), "already so: what %s changed was rolled back at ".formatted(DEPLOYMENT))
                .endsWith("\n0");
        assertThat(new Fence(host.records()).highest()).isEqualTo(fence + 1); // raised by the one that did something
    }

    @Test
    void a_second_one_at_the_same_time_is_refused_and_names_the_first() throws Exception {
        act("write-rollback-script", Map.of());
        replace();
        var first = LocalRollback.takeTurn(host, "rollback-production-first");

        var second = bare(script(), "--reason", "no server", "--by", "bob");
        first.close();
        var third = bare(script(), "--reason", "no server", "--by", "bob");

        assertThat(second)
                .startsWith(
                        "norn: production is being rolled back on this host already: rollback-production-first, process %d, since 20"
                                .formatted(ProcessHandle.current().pid()))
                .endsWith("\n1");
        assertThat(third).contains("ROLLED_BACK").endsWith("\n0");
    }

    @Test
    void after_a_rollback_by_the_deployment_itself_it_says_that_it_is_so() throws Exception {
        act("write-rollback-script", Map.of());
        replace();
        act("stop-service", Map.of());
        Files.delete(root.resolve("active"));
        link("v0.9.0");
        act("start-service", Map.of());
        act("verify-fingerprint", Map.of());

        var again = bare(script(), "--reason", "no server", "--by", "alice");
        new PidFile(root.resolve("web.pid")).process().orElseThrow().end(Duration.ZERO); // by nobody's order
        var notSo = bare(script(), "--reason", "no server", "--by", "alice");

        assertThat(again)
                .startsWith(DEPLOYMENT
                        + ": ROLLED_BACK\n  already so: what %s changed was rolled back at ".formatted(DEPLOYMENT))
                .endsWith("\n0");
        assertThat(notSo)
                .startsWith("norn: nothing that %s changed is in effect: it was rolled back at ".formatted(DEPLOYMENT))
                .contains("by itself")
                .endsWith("\n1");
        assertThat(new Fence(host.records()).highest()).isEqualTo(fence);
    }

    @Test
    void on_records_that_can_only_be_read_it_rolls_back_and_says_that_there_is_no_report() throws Exception {
        assertRolledBackIn("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"");
    }

    @Test
    void on_a_full_volume_of_records_it_rolls_back_and_says_that_there_is_no_report() throws Exception {
        assertRolledBackIn("""
            cp -a "$0" "$0.copy" && mount -t tmpfs -o size=1m tmpfs "$0" && cp -a "$0.copy/." "$0" \
            && ! head -c 4m /dev/zero 2>/dev/null >"$0/filler\"\
            """);
    }

    /** In a process with a volume of its own, which that command spoils. */
    private void assertRolledBackIn(String spoiled) throws Exception {
        act("write-rollback-script", Map.of());
        replace();
        var words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!"root".equals(System.getProperty("user.name"))) {
            words.add("--map-root-user");
        }
        words.addAll(
                List.of("sh", "-c", spoiled + " && exec \"$@\"", host.records().toString()));
        words.addAll(List.of(script(), "--reason", "no server", "--by", "alice"));

        var said = said(new ProcessBuilder(words));

        assertThat(said)
                .contains("ROLLED_BACK", "no report could be written: cannot write ")
                .endsWith("\n0");
        assertThat(root.resolve("active").toRealPath()).isEqualTo(root.resolve("releases/v0.9.0"));
    }

    private String script() {
        return root.resolve("records")
                .resolve(DEPLOYMENT)
                .resolve("rollback.sh")
                .toString();
    }

    /** What it printed, and behind that its exit code. */
    private static String bare(String... command) throws Exception {
        var shell = new ProcessBuilder(command).directory(Path.of("/tmp").toFile());
        shell.environment().clear();
        return said(shell);
    }

    private static String said(ProcessBuilder command) throws Exception {
        var process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + process.waitFor();
    }

    private CliResult command(String... options) {
        var words = new String[options.length + 4];
        System.arraycopy(options, 0, words, 4, options.length);
        words[0] = "rollback";
        words[1] = "production";
        words[2] = "--config";
        words[3] = root.resolve("config").toString();
        return CliResult.command(words);
    }
}
