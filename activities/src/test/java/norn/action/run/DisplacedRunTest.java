package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeAction;
import norn.action.Fence;
import norn.action.Target;
import norn.action.Targets;
import norn.files.RecordFolders;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.RollbackScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a server that was given up, and comes back once another has done something without it. */
class DisplacedRunTest {
    private static final String RUN = "production-v1.0.0-20261201-0900";
    private static final String ROLLBACK = "rollback-production-20261201-0930";
    private static final String NEXT = "production-v1.1.0-20261202-0900";
    private static final OrderContext LIVE = new OrderContext(null, Instant.EPOCH, null);
    private static final OrderContext IN_ROLLBACK = OrderContext.none().with(RollbackScope.orderedByPerson());
    private static final Action CHECK =
            FakeAction.harmless((order, attempt) -> attempt.evidence().done("seen"));

    @TempDir
    Path records;

    private Targets targets;
    private ActionHarness harness;
    private Target target;
    private long fence;

    @BeforeEach
    void the_run_has_changed_the_environment() {
        targets = new Targets(records);
        harness = new ActionHarness(records).deployment(RUN);
        target = target(RUN, "2026-12-01T09:00:00Z", null);
        fence = new Fence(records).acquire(RUN);
        targets.record(target);
        targets.beginChange(RUN);
    }

    private static Target target(String deployment, String at, @Nullable String replaces) {
        return new Target(
                deployment, at, "v0.9.0", null, null, Target.fingerprint(Map.of()), Map.of(), "v1.0.0", replaces);
    }

    private Order order(long number, OrderContext context) {
        return new Order(RUN, "rehearsal", "v1.0.0", "v0.9.0", null, "check", 1, number, null, Map.of(), context);
    }

    private String answer(long number, OrderContext context) {
        try {
            return harness.run(CHECK, order(number, context)).summary();
        } catch (ActionFailed failed) {
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.remedy()).startsWith("Terminate this run");
            return failed.error() + ": " + failed.getMessage();
        }
    }

    @Test
    void nothing_is_refused_to_the_run_that_holds_the_environment_or_watches_it() {
        assertThat(answer(fence, OrderContext.none())).isEqualTo("seen");
        assertThat(answer(fence, LIVE)).isEqualTo("seen");
        assertThat(answer(0, LIVE)).isEqualTo("seen");
    }

    @Test
    void its_day_checks_and_announces_nothing_more_once_another_holds_the_environment() {
        new Fence(records).acquire(ROLLBACK);

        assertThat(answer(fence, LIVE))
                .isEqualTo("StaleFence: this order has fence 1, and the environment was taken with fence 2 since, by "
                        + ROLLBACK);
        assertThat(answer(fence, OrderContext.none())).startsWith("StaleFence: ");
    }

    @Test
    void its_own_later_fence_takes_nothing_from_what_it_ordered_before() {
        new Fence(records).acquire(RUN);

        assertThat(answer(fence, OrderContext.none())).isEqualTo("seen");
    }

    @Test
    void a_run_that_has_changed_nothing_may_withdraw_what_it_announced() throws IOException {
        Files.delete(RecordFolders.deployment(records, RUN).resolve("changing"));
        new Fence(records).acquire(NEXT);

        assertThat(answer(fence, OrderContext.none())).isEqualTo("seen");
    }

    @Test
    void its_week_watches_nothing_more_once_another_run_took_it_back() {
        targets.rolledBack(target, ROLLBACK, "2026-12-01T10:00:00Z", true);

        assertThat(answer(0, LIVE))
                .isEqualTo("StaleFence: what %s did was taken back by %s, of which this run knows nothing"
                        .formatted(RUN, ROLLBACK));
        assertThat(answer(0, OrderContext.none())).isEqualTo("seen"); // preparation holds nothing
    }

    @Test
    void its_week_watches_nothing_more_once_another_run_took_the_code_back_alone() {
        targets.left(target, ROLLBACK, "2026-12-01T10:00:00Z");

        assertThat(answer(0, LIVE)).contains("was taken back by " + ROLLBACK);
    }

    @Test
    void its_week_watches_nothing_more_once_another_deployment_let_users_in() throws IOException {
        targets.record(target(NEXT, "2026-12-02T09:00:00Z", RUN));
        targets.beginChange(NEXT);
        assertThat(answer(0, LIVE)).isEqualTo("seen"); // that day may yet go back

        Files.writeString(RecordFolders.deployment(records, NEXT).resolve("went-live"), "2026-12-02T09:30:00Z\n");

        assertThat(answer(0, LIVE))
                .isEqualTo(
                        "StaleFence: %s let users in after %s, of which this run knows nothing".formatted(NEXT, RUN));
    }

    @Test
    void a_record_that_cannot_be_read_ends_no_watch() throws IOException {
        targets.record(target(NEXT, "2026-12-02T09:00:00Z", RUN));
        targets.beginChange(NEXT);
        Files.writeString(RecordFolders.deployment(records, NEXT).resolve("went-live"), "");

        assertThat(answer(0, LIVE)).isEqualTo("seen");
    }

    @Test
    void what_it_took_back_itself_displaces_it_not() {
        targets.rolledBack(target, RUN, "2026-12-01T10:00:00Z", true);
        new Fence(records).acquire(NEXT);

        assertThat(answer(fence, IN_ROLLBACK)).isEqualTo("seen"); // what is left to do after the proof
    }

    @Test
    void its_rollback_does_nothing_more_once_another_run_has_done_it() {
        targets.rolledBack(target, ROLLBACK, "2026-12-01T10:00:00Z", true);
        new Fence(records).acquire(ROLLBACK);

        assertThat(answer(fence, IN_ROLLBACK)).contains("was taken back by " + ROLLBACK);
        assertThat(answer(new Fence(records).acquire(RUN), IN_ROLLBACK)).isEqualTo("seen"); // a person wants its proof
    }

    @Test
    void a_run_that_does_all_of_it_again_is_not_displaced_any_more() {
        targets.rolledBack(target, ROLLBACK, "2026-12-01T10:00:00Z", true);
        targets.left(target, ROLLBACK, "2026-12-01T10:00:00Z");

        targets.beginChange(RUN);

        assertThat(answer(0, LIVE)).isEqualTo("seen");
    }

    @Test
    void people_hear_of_it_all_the_same() {
        targets.rolledBack(target, ROLLBACK, "2026-12-01T10:00:00Z", true);

        assertThat(Actions.known())
                .allSatisfy((name, action) -> assertThat(action.notifiesPeople())
                        .as(name)
                        .isEqualTo(name.equals("page") || name.equals("notify")));
        DisplacedRun.refuse(Actions.known().get("page"), order(0, LIVE), records);
        assertThat(catchThrowableOfType(
                        ActionFailed.class,
                        () -> DisplacedRun.refuse(Actions.known().get("announce"), order(0, LIVE), records)))
                .hasMessageContaining("was taken back by");
    }

    @Test
    void records_that_cannot_be_read_end_no_watch() throws IOException {
        Files.writeString(records.resolve("target.json"), "{");
        Files.writeString(records.resolve("fence"), "many");

        assertThat(answer(0, LIVE)).isEqualTo("seen");
        assertThat(answer(fence, LIVE)).isEqualTo("seen");
    }

    @Test
    void a_run_that_is_displaced_while_it_works_learns_of_it() {
        var action = FakeAction.harmless((order, attempt) -> {
            attempt.checkFence();
            targets.rolledBack(target, ROLLBACK, "2026-12-01T10:00:00Z", true);
            attempt.checkFence();
            return attempt.evidence().done("seen");
        });

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action, order(0, LIVE)));

        assertThat(failed.error()).isEqualTo("StaleFence");
    }
}
