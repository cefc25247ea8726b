package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.Holding;
import norn.action.NamedAction;
import norn.exec.PidFile;
import norn.exec.ProcessGroup;
import norn.plan.Order;
import norn.state.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A try that was given up wakes at some time: whatever it then does, nobody has built on its being over. */
class OwnershipTest {
    @TempDir
    Path records;

    private final List<String> acts = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch wake = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void wakeAll() {
        wake.countDown();
        threads.shutdown();
    }

    @Test
    void a_later_try_waits_for_the_earlier_one_which_begins_no_further_part() throws Exception {
        var hung = start(hanging("activate"), order("activate", 1, 0), 1);

        var later = start(acting("activate"), order("activate", 1, 0), 2);
        awaitClaim("activate", 2);
        assertThat(acts).containsExactly("activate of try 1, part 1");
        wake.countDown();

        assertThat(failure(hung)).isEqualTo("StaleTry");
        assertThat(later.join().summary()).isEqualTo("activate of try 2");
        assertThat(acts).containsExactly("activate of try 1, part 1", "activate of try 2");
    }

    @Test
    void a_try_that_is_delivered_late_does_not_even_begin() throws Exception {
        start(acting("activate"), order("activate", 1, 0), 2).join();

        var failed = catchThrowableOfType(
                ActionFailed.class, () -> run(acting("activate"), order("activate", 1, 0), 1, Duration.ZERO));

        assertThat(failed.error()).isEqualTo("StaleTry");
        assertThat(failed).hasMessage("step activate: attempt 1, try 1 was given up: attempt 1, try 2 has begun since");
        assertThat(acts).containsExactly("activate of try 2");
    }

    @Test
    void nobody_surveys_or_proves_an_environment_in_which_a_try_that_was_given_up_still_acts() throws Exception {
        var fence = new Fence(records);
        var hung = start(hanging("activate"), order("activate", 1, fence.acquire("day")), 1);
        var rollback = fence.acquire("rollback");

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> run(proving(Duration.ofMillis(200)), order("prove", 1, rollback), 1, Duration.ZERO));

        assertThat(failed.error()).isEqualTo("StillActing");
        assertThat(failed)
                .hasMessageStartingWith("step activate of rehearsal-v1.0.0-20261201-0900 (attempt 1, try 1, process %d"
                        .formatted(ProcessHandle.current().pid()));
        wake.countDown();
        assertThat(failure(hung)).isEqualTo("StaleFence");
        assertThat(run(proving(Duration.ofSeconds(5)), order("prove", 1, rollback), 1, Duration.ZERO)
                        .summary())
                .isEqualTo("proven");
        assertThat(acts).containsExactly("activate of try 1, part 1", "proven");
    }

    @Test
    void a_new_holder_waits_until_the_one_before_does_nothing_more() throws Exception {
        var fence = new Fence(records);
        var hung = start(hanging("activate"), order("activate", 1, fence.acquire("day")), 1);
        var runner = new ActionRunner(new ActionHarness(records).host(), Clock.systemUTC());
        fence.acquire("rollback");

        var failed = catchThrowableOfType(ActionFailed.class, () -> runner.requireNobodyActing(Duration.ofMillis(100)));

        assertThat(failed.error()).isEqualTo("StillActing");
        wake.countDown();
        runner.requireNobodyActing(Duration.ofSeconds(5));
        assertThat(failure(hung)).isEqualTo("StaleFence");
        assertThat(acts).containsExactly("activate of try 1, part 1");
    }

    @Test
    void nothing_begins_while_the_environment_is_proven() throws Exception {
        var proof = NamedAction.harmless("prove", "Proves.", (order, attempt) -> {
                    acts.add("proof begins");
                    begun.countDown();
                    wake.await();
                    acts.add("proof ends");
                    return attempt.evidence().done("proven");
                })
                .holding((order, host) -> Holding.ofEverything());
        var proving = start(proof, order("prove", 1, 0), 1);

        var acting = start(acting("activate"), order("activate", 1, 0), 1);
        awaitClaim("activate", 1);
        wake.countDown();

        acting.join();
        proving.join();
        assertThat(acts).containsExactly("proof begins", "proof ends", "activate of try 1");
    }

    @Test
    void steps_that_act_on_different_parts_do_so_at_once() throws Exception {
        var hung = start(hanging("activate"), order("activate", 1, 0), 1);

        run(acting("swap-database"), order("swap-database", 1, 0), 1, Duration.ZERO);

        wake.countDown();
        hung.join();
        assertThat(acts)
                .containsExactly("activate of try 1, part 1", "swap-database of try 1", "activate of try 1, part 2");
    }

    @Test
    void an_interrupted_try_stays_interrupted_whatever_the_action_makes_of_it() {
        var action = acting("activate", (order, attempt) -> {
            Thread.currentThread().interrupt();
            try {
                attempt.checkFence();
            } catch (Attempt.Stopped swallowed) {
                acts.add("swallowed");
            }
            attempt.checkFence();
            acts.add("went on");
            return attempt.evidence().done("done");
        });

        var stopped = catchThrowableOfType(
                Attempt.Stopped.class, () -> run(action, order("activate", 1, 0), 1, Duration.ZERO));

        assertThat(stopped).hasMessage("interrupted");
        assertThat(acts).containsExactly("swallowed");
    }

    @Test
    void a_retry_is_wanted_whatever_the_clock_of_the_server_says() throws Exception {
        run(acting("activate"), order("activate", 1, 0), 1, Duration.ofHours(1));

        assertThat(run(acting("activate"), order("activate", 2, 0), 1, Duration.ZERO)
                        .summary())
                .isEqualTo("activate of try 1");
    }

    @Test
    void what_a_killed_worker_left_running_is_ended_before_another_deployment_acts_on_the_same() throws Exception {
        var locks = Files.createDirectories(records.resolve("locks"));
        var step = Files.createDirectories(records.resolve("killed/compile-server"));
        var left = new ProcessBuilder("setsid", "sleep", "71").start();
        await("a group of its own")
                .until(() -> ProcessGroup.of(left.pid())
                        .filter(group -> !group.alive().isEmpty())
                        .isPresent());
        var stat =
                Files.readString(Path.of("/proc/%d/stat".formatted(left.pid()))).split(" ", -1);
        Files.writeString(step.resolve(".make.process"), "%d %s%n".formatted(left.pid(), stat[21]));
        Files.writeString(
                locks.resolve("activate.holder"),
                "{\"deployment\":\"killed\",\"step\":\"compile-server\",\"attempt\":1,\"tryNumber\":1,\"process\":1,\"since\":\"\"}");

        run(
                acting("activate", (order, attempt) -> {
                    acts.add(
                            new PidFile(step.resolve(".make.process")).process().isPresent() || left.isAlive()
                                    ? "beside"
                                    : "alone");
                    return attempt.evidence().done("done");
                }),
                order("activate", 1, 0),
                1,
                Duration.ZERO);

        assertThat(acts).containsExactly("alone");
        assertThat(locks.resolve("activate.holder")).doesNotExist();
    }

    @Test
    void it_works_without_a_disk() throws Exception {
        Files.writeString(records.resolve("locks"), "no folder");

        run(acting("activate"), order("activate", 1, 0), 1, Duration.ZERO);

        assertThat(acts).containsExactly("activate of try 1");
    }

    private Order order(String step, int attempt, long fence) {
        return new ActionHarness(records).fence(fence).retry(step, attempt);
    }

    private NamedAction acting(String part) {
        return acting(part, (order, attempt) -> {
            attempt.checkFence();
            acts.add("%s of try %d".formatted(part, attempt.tryNumber()));
            return attempt.evidence().done("%s of try %d".formatted(part, attempt.tryNumber()));
        });
    }

    private NamedAction acting(String part, NamedAction.Handler handler) {
        return NamedAction.changing("act", "Acts.", handler).holding((order, host) -> Holding.of(List.of(part)));
    }

    /** It hangs between its two parts, and does not hear that it is not wanted. */
    private NamedAction hanging(String part) {
        return acting(part, (order, attempt) -> {
            attempt.checkFence();
            acts.add("%s of try %d, part 1".formatted(part, attempt.tryNumber()));
            begun.countDown();
            wake.await();
            attempt.checkFence();
            acts.add("%s of try %d, part 2".formatted(part, attempt.tryNumber()));
            return attempt.evidence().done("woke");
        });
    }

    private NamedAction proving(Duration timeout) {
        return NamedAction.harmless("prove", "Proves.", (order, attempt) -> {
                    acts.add("proven");
                    return attempt.evidence().done("proven");
                })
                .holding((order, host) -> new Holding(true, List.of(), timeout));
    }

    private CompletableFuture<Evidence> start(Action action, Order order, int tryNumber) throws Exception {
        var running = CompletableFuture.supplyAsync(() -> run(action, order, tryNumber, Duration.ZERO), threads);
        if (begun.getCount() > 0 && tryNumber == 1) {
            begun.await();
        }
        return running;
    }

    private Evidence run(Action action, Order order, int tryNumber, Duration ahead) {
        var host = new ActionHarness(records).host();
        return new ActionRunner(host, Clock.systemUTC(), Map.of(action.name(), action), FailPoint.NONE)
                .run(action.name(), order, new Heartbeats() {
                    @Override
                    public void heartbeat(String progress) {}

                    @Override
                    public int tryNumber() {
                        return tryNumber;
                    }

                    @Override
                    public Instant orderedAt() {
                        return Instant.parse("2026-12-01T09:00:00Z").plus(ahead).plusSeconds(tryNumber);
                    }
                });
    }

    private void awaitClaim(String step, int tryNumber) {
        var file = records.resolve("rehearsal-v1.0.0-20261201-0900/%s/.wanted".formatted(step));
        await().until(() ->
                Files.exists(file) && Files.readString(file).replace(" ", "").contains("\"number\":" + tryNumber));
    }

    private static String failure(CompletableFuture<Evidence> running) {
        try {
            return running.join().summary();
        } catch (CompletionException failed) {
            return failed.getCause() instanceof ActionFailed action
                    ? action.error()
                    : String.valueOf(failed.getCause());
        }
    }
}
