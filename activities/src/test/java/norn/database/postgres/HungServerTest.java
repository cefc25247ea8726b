package norn.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FakeAction;
import norn.exec.PidFile;
import norn.exec.ProcessGroup;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose processes are stopped: it takes connections, and answers nothing. */
@Tag("server")
@Timeout(60)
class HungServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    static Path serverHome;

    @TempDir
    Path records;

    private static StandaloneDatabaseServer server;

    @BeforeAll
    static void start() throws Exception {
        server = StandaloneDatabaseServer.start(serverHome);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void goOn() {
        signal("CONT");
    }

    @Test
    void a_session_is_not_waited_for_without_end() {
        signal("STOP");

        var failed = catchThrowableOfType(SQLException.class, () -> session().open());

        assertThat(DatabaseFailure.of("connecting", failed).error()).isEqualTo("DatabaseUnreachable");
    }

    @Test
    void an_answer_is_not_waited_for_without_end() throws Exception {
        try (var connection = session().withTimeout(LIMIT).open()) {
            signal("STOP");

            var failed = catchThrowableOfType(SQLException.class, () -> SqlStatements.number(connection, "SELECT 1"));

            assertThat(DatabaseFailure.of("reading", failed).error()).isEqualTo("DatabaseUnreachable");
        }
    }

    @Test
    void long_work_is_given_up_once_the_server_answers_nobody() throws Exception {
        try (var connection = session().open();
                var watch = ServerWatch.start(session(), LIMIT)) {
            connection.setNetworkTimeout(Runnable::run, 0);
            var stopping = new Thread(() -> {
                await().until(() -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("norn: sleeping")));
                signal("STOP");
            });
            stopping.start();

            var failed = catchThrowableOfType(
                    ActionFailed.class,
                    () -> HeartbeatRunner.run(
                            watch.over(attempt()),
                            "sleeping",
                            () -> SqlStatements.number(connection, "SELECT count(pg_sleep(600))"),
                            () -> connection.abort(Runnable::run)));

            assertThat(failed.error()).isEqualTo("DatabaseUnreachable");
            assertThat(failed).hasMessageStartingWith("the server has answered nobody for ");
            assertThat(failed.retryable()).isTrue();
        }
    }

    @Test
    void long_work_goes_on_while_the_server_answers() throws Exception {
        try (var connection = session().open();
                var watch = ServerWatch.start(session(), Duration.ofMillis(800))) {
            assertThat(HeartbeatRunner.run(
                            watch.over(attempt()),
                            "sleeping",
                            () -> SqlStatements.number(connection, "SELECT count(pg_sleep(2))"),
                            () -> connection.abort(Runnable::run)))
                    .isEqualTo(1L);
        }
    }

    private Attempt attempt() {
        var harness = new ActionHarness(records);
        return harness.attempt(
                FakeAction.harmless((order, attempt) -> attempt.evidence().done("")), harness.order("sleep"));
    }

    private static SqlSession session() {
        return SqlSession.at(server.url() + "/postgres").as(StandaloneDatabaseServer.SUPERUSER, "");
    }

    /** To the server and all its processes. */
    private static void signal(String name) {
        try {
            var pid = new PidFile(serverHome.resolve("postgres.pid"))
                    .process()
                    .map(ProcessGroup::pid)
                    .orElseThrow();
            var pids = Stream.concat(
                            Stream.of(pid),
                            ProcessHandle.of(pid).orElseThrow().descendants().map(ProcessHandle::pid))
                    .map(String::valueOf);
            var command = Stream.concat(Stream.of("kill", "-" + name), pids).toList();
            new ProcessBuilder(List.copyOf(command)).start().waitFor();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
