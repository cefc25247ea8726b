package norn.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.FakeAction;
import norn.action.Heartbeats;
import norn.action.run.RunningAttempt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollerTest {
    private static final Duration INTERVAL = Duration.ofMillis(5);

    @TempDir
    Path records;

    private final List<String> heartbeats = new ArrayList<>();
    private boolean stopped;

    @Test
    void it_checks_until_the_result_is_as_wanted() throws Exception {
        var number = new AtomicInteger();

        var result =
                poller().await(Poller.FOREVER, number::incrementAndGet, found -> found == 4, found -> found + " of 4");

        assertThat(result).isEqualTo(4);
        assertThat(heartbeats).first().isEqualTo("1 of 4");
    }

    @Test
    void it_checks_once_where_there_is_no_time_and_returns_the_last_result() throws Exception {
        var number = new AtomicInteger();

        assertThat(poller().await(Duration.ZERO, number::incrementAndGet, found -> false, found -> ""))
                .isEqualTo(1);
        assertThat(poller().await(Duration.ofMillis(30), number::incrementAndGet, found -> false, found -> ""))
                .isGreaterThan(2);
    }

    @Test
    void it_stops_when_the_run_no_longer_wants_the_result() {
        stopped = true;

        assertThatThrownBy(() -> poller().await(Poller.FOREVER, () -> false, Boolean::booleanValue, found -> "waiting"))
                .isInstanceOf(Attempt.Stopped.class);
        assertThatThrownBy(() -> poller().pause(Poller.FOREVER, () -> "waiting"))
                .isInstanceOf(Attempt.Stopped.class);
        assertThatThrownBy(() -> poller().await(new CompletableFuture<String>(), "waiting"))
                .isInstanceOf(Attempt.Stopped.class);
    }

    @Test
    void without_heartbeats_it_goes_on_although_the_run_has_stopped() throws Exception {
        stopped = true;
        var number = new AtomicInteger();

        var result = Poller.withoutHeartbeats(INTERVAL)
                .await(Poller.FOREVER, number::incrementAndGet, found -> found == 3, found -> "");

        assertThat(result).isEqualTo(3);
    }

    @Test
    void a_task_is_waited_for_with_heartbeats() throws Exception {
        var task = new CompletableFuture<String>();
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> task.complete("done"));

        assertThat(poller().await(task, "working")).isEqualTo("done");

        assertThat(heartbeats).first().isEqualTo("working");
    }

    @Test
    void a_pause_takes_its_time() throws Exception {
        var begin = System.nanoTime();

        poller().pause(Duration.ofMillis(40), () -> "pausing");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
        assertThat(heartbeats).first().isEqualTo("pausing");
    }

    private Poller poller() {
        var harness = new ActionHarness(records);
        var recording = new Heartbeats() {
            @Override
            public void heartbeat(String progress) {
                if (stopped) {
                    throw new Attempt.Stopped("cancelled");
                }
                heartbeats.add(progress);
            }

            @Override
            public int tryNumber() {
                return 1;
            }
        };
        var action = FakeAction.harmless((order, attempt) -> attempt.evidence().done(""));
        return Poller.of(
                new RunningAttempt(
                        action, harness.order("wait"), harness.host(), recording, Clock.systemUTC(), FailPoint.NONE),
                INTERVAL);
    }
}
