package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.plan.Order;
import norn.run.Result;
import norn.runbook.Step;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * One deployment in which something goes wrong at some steps, once at each, and what witnesses say of it: its installation, the
 * pages and notices that were sent, and what waited for people.
 */
final class DisturbedDeployment {
    private static final Duration SILENCE = Duration.ofHours(3);
    /** What is lost is noticed after a second, the limit or the heartbeat that it has, and begun again at once. */
    private static final Duration AT_WORK = Duration.ofSeconds(4);

    private static final Duration MOST_AT_WORK = Duration.ofSeconds(20);

    private static final Duration UNTIL_LOST = Duration.ofMillis(1_500);
    /** After so many failures a person gives a step up. */
    private static final int MAX_FAILURES = 2;

    final String id;
    final DisturbedInstallation installation = new DisturbedInstallation();
    private final List<Step> drawn;
    private final Map<String, Disturbance> disturbances = new LinkedHashMap<>();
    private final Map<String, Integer> starts = new ConcurrentHashMap<>();
    private final Set<String> met = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Instant> silentUntil = new LinkedHashMap<>();
    /** Orders that were refused, since they came too late. */
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    /** Actions that never answer. */
    private final Queue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long lostUntil = System.nanoTime();
    private final Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();

    private @Nullable Instant pausedUntil;
    private WorkflowHarness.@Nullable TestRun run;

    private record Unanswered(String run, String runId, String id) {}

    DisturbedDeployment(String id, Map<Step, Disturbance> drawn) {
        this.id = id;
        this.drawn = List.copyOf(drawn.keySet());
        drawn.forEach((step, disturbance) -> disturbances.put(step.id(), disturbance));
    }

    void start(WorkflowHarness harness, Instant t0) {
        run = harness.start(
                "Deployment",
                id,
                WorkflowHarness.input(
                        "release", "v1.0.0", "environment", id, "by", "release-manager", "t0", t0.toString()));
    }

    WorkflowHarness.TestRun run() {
        return Objects.requireNonNull(run);
    }

    /** The steps at which something went wrong so far. */
    Set<String> met() {
        return met;
    }

    /** The steps that it never came to. */
    List<Step> unmet() {
        return drawn.stream().filter(step -> !met.contains(step.id())).toList();
    }

    /** What is wrong with a step now: the first time that it runs, or each time. */
    private Optional<Disturbance> meets(String step, boolean first) {
        var disturbance =
                Optional.ofNullable(disturbances.get(step)).filter(one -> first || one == Disturbance.KEEPS_FAILING);
        disturbance.ifPresent(one -> met.add(step));
        return disturbance;
    }

    /** Runs an action of the deployment, as well as it goes. */
    Evidence run(String action, Order order, Heartbeats heartbeats, Supplier<Evidence> act) {
        var first = starts.merge(order.step(), 1, Integer::sum) == 1;
        var disturbance = meets(order.step(), first);
        if (disturbance.isEmpty()) {
            return done(action, order, act);
        }
        switch (disturbance.get()) {
            case FAILS, KEEPS_FAILING ->
                throw new ActionFailed("Broken", order.step() + " is broken", "Fix it.", false);
            case EXCEEDS_ITS_LIMIT, LOSES_ITS_WORKER -> neverAnswers();
            case LOSES_ITS_ANSWER -> {
                done(action, order, act);
                neverAnswers();
            }
            case IS_CANCELLED_AT_WORK, IS_ROLLED_BACK_AT_WORK -> {
                var evidence = done(action, order, act);
                awaitPeople(disturbance.get());
                work(heartbeats);
                return evidence;
            }
            default -> throw new IllegalStateException(order.step() + " is no question");
        }
        return act.get();
    }

    private void neverAnswers() {
        var context = Activity.getExecutionContext();
        var info = context.getInfo();
        unanswered.add(new Unanswered(info.getWorkflowId(), info.getWorkflowRunId(), info.getActivityId()));
        context.doNotCompleteOnReturn();
    }

    /**
     * Ends what never answers once it is asked to stop: the server that skips time lets such a one time out no more, and would wait for
     * it for ever.
     */
    private void endUnanswered() {
        var client = run().harness().client;
        unanswered.removeIf(activity -> {
            var stops = pendingActivities(client, activity).stream()
                    .anyMatch(pending -> pending.getActivityId().equals(activity.id())
                            && pending.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED);
            if (stops) {
                client.newActivityCompletionClient()
                        .reportCancellation(activity.run(), Optional.of(activity.runId()), activity.id(), null);
            }
            return stops;
        });
    }

    private static List<PendingActivityInfo> pendingActivities(WorkflowClient client, Unanswered activity) {
        var request = DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder()
                        .setWorkflowId(activity.run())
                        .setRunId(activity.runId()))
                .build();
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(request)
                .getPendingActivitiesList();
    }

    /**
     * Goes on until it is asked to stop, or for a while where that came too late. The server that skips time takes no cancellation of
     * what has just ended.
     */
    private void work(Heartbeats heartbeats) {
        var begun = System.nanoTime();
        lostUntil = begun + MOST_AT_WORK.toNanos();
        try {
            while (isAtWork() && !(late.contains("rollBack") && System.nanoTime() - begun > AT_WORK.toNanos())) {
                heartbeats.heartbeat("at work");
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } finally {
            lostUntil = System.nanoTime();
        }
    }

    /** The server hears of it no more, until it counts as lost. */
    void answerNever() {
        Activity.getExecutionContext().doNotCompleteOnReturn();
        lostUntil = System.nanoTime() + UNTIL_LOST.toNanos();
    }

    /** Whether an action of it is at work, so that the server skips no time. */
    boolean isAtWork() {
        return waiting.get() > 0 || System.nanoTime() - lostUntil < 0;
    }

    /** People do it meanwhile. */
    private void awaitPeople(Disturbance disturbance) {
        waiting.incrementAndGet();
        var done = new CountDownLatch(1);
        meanwhile.add(() -> {
            if (disturbance == Disturbance.IS_CANCELLED_AT_WORK) {
                run().stub().cancel();
            } else {
                order("rollBack", "reason", "players complain");
            }
            done.countDown();
        });
        try {
            done.await();
        } catch (InterruptedException stopped) { // the action is cancelled, and hears of it
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Evidence done(String action, Order order, Supplier<Evidence> act) {
        var found = installation.act(action, order);
        var evidence = act.get();
        var values = new LinkedHashMap<>(evidence.values());
        values.putAll(found);
        return new Evidence(
                evidence.outcome(),
                evidence.summary(),
                values,
                evidence.artifacts(),
                evidence.met(),
                evidence.host(),
                evidence.startedAt(),
                evidence.endedAt());
    }

    /** Orders it; where it comes too late, that stands in the record. */
    private void order(String name, Object... more) {
        var payload = WorkflowHarness.input(more);
        payload.put("by", "release-manager");
        try {
            run().stub().update(name, JsonNode.class, payload);
        } catch (WorkflowException refused) {
            late.add(name);
        }
    }

    /** People meet what waits; answers whether anything came of it. */
    boolean answer(JsonNode item, Instant now) {
        var question = item.path("id").asText();
        asked.add(question);
        if (now.isBefore(silentUntil.getOrDefault(question, Instant.MIN))) {
            return false;
        }
        var payload = (ObjectNode) item.path("message").path("payload").deepCopy();
        payload.put("by", item.path("roles").path(0).asText("release-manager"));
        if (payload.path("values") instanceof ObjectNode values) {
            values.fieldNames().forEachRemaining(name -> values.put(name, name.endsWith("Percent") ? 97 : 0));
        }
        var kind = item.path("kind").asText();
        if (kind.equals("failure")) {
            return resolve(item, payload);
        }
        var disturbance = met.contains(question) ? Optional.<Disturbance>empty() : meets(question, true);
        return disturb(disturbance, item, payload, now);
    }

    private boolean disturb(Optional<Disturbance> disturbance, JsonNode item, ObjectNode payload, Instant now) {
        if (disturbance.isEmpty()) {
            return send(item, payload);
        }
        switch (disturbance.get()) {
            case NOBODY_ANSWERS -> silentUntil.put(item.path("id").asText(), now.plus(SILENCE));
            case ANSWERED_TWICE -> {
                send(item, payload);
                send(item, payload);
            }
            case ANSWERED_WRONGLY -> answerWrongly(item, payload);
            case PAUSED -> {
                pausedUntil = now.plus(SILENCE);
                order("pause", "note", "a holiday");
            }
            case REFUSED -> {
                if (item.path("kind").asText().equals("gate")) {
                    payload.put("verdict", "NO_GO").put("note", "not today");
                } else {
                    payload.put("outcome", "FAILED").put("note", "could not be done");
                }
                send(item, payload);
            }
            case CANCELLED -> run().stub().cancel();
            case ROLLED_BACK -> order("rollBack", "reason", "players complain");
            default -> throw new IllegalStateException(item + " is no machine's");
        }
        return true;
    }

    /** People do what is not an answer: what they do while an action is at work, and the end of a pause whose time is over. */
    void act(Instant now) {
        for (var next = meanwhile.poll(); next != null; next = meanwhile.poll()) {
            next.run();
        }
        if (pausedUntil != null && !now.isBefore(pausedUntil)) {
            pausedUntil = null;
            order("resume");
        }
    }

    /** When people do something next by themselves. */
    List<Instant> planned() {
        var planned = new ArrayList<>(silentUntil.values());
        if (pausedUntil != null) {
            planned.add(pausedUntil);
        }
        return planned;
    }

    private void answerWrongly(JsonNode item, ObjectNode payload) {
        assertThat(send(item, payload.deepCopy().put("by", "mallory")))
                .as("mallory's answer to " + item)
                .isFalse();
        assertThat(send(item, payload.deepCopy().put("attempt", 7)))
                .as("attempt 7 of " + item)
                .isFalse();
        send(item, payload);
    }

    private boolean resolve(JsonNode item, ObjectNode payload) {
        var step = item.path("id").asText();
        if (starts.getOrDefault(step, 0) > MAX_FAILURES && disturbances.get(step) == Disturbance.KEEPS_FAILING) {
            var skips = item.path("choices").toString().contains("SKIP");
            payload.put("choice", skips ? "SKIP" : "ROLL_BACK").put("note", "given up");
        }
        return send(item, payload);
    }

    private boolean send(JsonNode item, ObjectNode payload) {
        try {
            run().stub().update(item.path("message").path("name").asText(), JsonNode.class, payload);
            return true;
        } catch (WorkflowException refused) { // it stands in the record as refused
            return false;
        }
    }

    boolean exceedsItsLimit(String step) {
        return disturbances.get(step) == Disturbance.EXCEEDS_ITS_LIMIT;
    }

    boolean isOver() {
        endUnanswered();
        return run().isClosed();
    }

    /** How it ended; a run that was cancelled has no result of its own, and says so in its checklist. */
    Ending ending(FakeEnvironments environments) {
        var checklist = run().checklist();
        var notices = new ArrayList<String>();
        for (var action : List.of("page", "notify")) {
            for (var order : environments.orders(id, action)) {
                notices.add(
                        order.options().get("about") + ": " + order.options().get("text"));
            }
        }
        return new Ending(checklist.path("status").asText(), reason(), checklist, List.copyOf(asked), notices);
    }

    private String reason() {
        try {
            return run().stub().getResult(Result.class).reason();
        } catch (WorkflowFailedException failed) {
            return String.valueOf(failed.getCause());
        }
    }

    /** The phases that began. */
    List<String> phases() {
        var phases = new ArrayList<String>();
        for (var step : run().checklist().path("steps")) {
            if (!step.path("startedAt").isNull()
                    && !phases.contains(step.path("phase").asText())) {
                phases.add(step.path("phase").asText());
            }
        }
        return phases;
    }

    /** How a deployment ended, what people saw waiting, and what they were notified of. */
    record Ending(String status, String reason, JsonNode checklist, List<String> asked, List<String> notices) {
        /** What waited for people although nobody was notified of it. */
        List<String> unannounced() {
            return asked.stream()
                    .filter(question -> notices.stream().noneMatch(text -> text.contains(question)))
                    .toList();
        }

        /** Whether people were notified of the end. */
        boolean isAnnounced() {
            return notices.stream().anyMatch(text -> text.contains(status));
        }

        String lastNotice() {
            return notices.isEmpty() ? "none" : notices.get(notices.size() - 1);
        }

        /** The steps that did not succeed. */
        List<String> unsuccessful() {
            var steps = new ArrayList<String>();
            for (var step : checklist.path("steps")) {
                if (List.of("FAILED", "SKIPPED").contains(step.path("state").asText())) {
                    steps.add(step.path("id").asText());
                }
            }
            return steps;
        }
    }

    @Override
    public String toString() {
        return "%s with %s%s".formatted(id, disturbances, late.isEmpty() ? "" : ", too late: " + late);
    }
}
