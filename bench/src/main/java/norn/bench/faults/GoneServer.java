package norn.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.bench.Figure;
import norn.bench.Sleep;
import norn.bench.injection.ServerData;
import norn.client.Ending;
import norn.report.Checklist;

/**
 * The Temporal server killed for good at any point of the day, at every fourth seed of the week after it, its data file gone, its worker
 * dead or at work. The script beside the day's evidence brings the old release back, a new server takes the next day, and the old run,
 * should its data file turn up again, may change nothing more, and not end as if its release served.
 */
final class GoneServer implements FaultTrial {
    /** So long after its return a late act of the old run would show. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final double MOST_SECONDS = 120;
    private static final List<String> REFUSALS = List.of("was taken with fence", "was taken back by");
    private static final int IN_THE_WEEK = 4;

    /** From before the first change to after users are in. */
    private static final List<String> STEPS =
            DaySteps.with(List.of(), List.of("smoke-test", "go-live", "disable-maintenance", "watch-first-logins"));

    /** Of the week after it; each is watched, checked or announced by a machine. */
    private static final List<String> WEEK = List.of(
            "watch-hour-1", "check-content-hour-2", "watch-day-1", "check-morning-1", "watch-day-3", "watch-day-7");

    private int rolledBack;
    private int unchanged;
    private int notBack;
    private int writesLost;
    private int blocked;
    private int notRefused;
    private int falselySuccessful;
    private int late;
    private double slowest;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        for (var seed : draw.all()) {
            var id = "server-gone-" + seed;
            var isWorkerDead = Draw.random(-seed).nextBoolean();
            var data = ServerData.of(stack.home().path().resolve("server"));
            var isInWeek = seed % IN_THE_WEEK == 0;
            var striker = StepStriker.drawn(isInWeek ? WEEK : STEPS, 1, seed, () -> {
                stack.killServer();
                data.moveAway();
                if (isWorkerDead) {
                    stack.rehearsal().worker().kill();
                }
            });
            stack.start(id, isInWeek ? List.of("deployment-day", "post-deployment") : List.of("deployment-day"));
            stack.answerUntilStruck(id, striker);
            var struckAt = striker.instants().get(0);
            draw.said("seed %d: the server gone at %s, %s, its worker %s"
                    .formatted(seed, struckAt, striker, isWorkerDead ? "dead" : "at work"));
            var script = bringBack(stack, draw, seed, id, struckAt);

            stack.startServer();
            if (isWorkerDead) {
                stack.rehearsal().restartWorker();
            }
            blocked += stack.isBlocked(id + "-on-new-server") ? 1 : 0;
            stack.killServer();
            data.putBack();

            stack.startServer();
            if (script.foundNothing()) {
                stack.abandon(id); // it has changed nothing, and nobody has taken the environment since
                stack.close(id);
            } else {
                expectRefusal(stack, draw, seed, id);
            }
            blocked += stack.isBlocked(id + "-next") ? 1 : 0;
        }
        return figures(draw);
    }

    private LocalScript bringBack(FaultStack stack, Draw draw, long seed, String id, Instant struckAt) {
        var script = LocalScript.run(stack, id);
        var seconds = Duration.between(struckAt, Instant.now()).toMillis() / 1000.0;
        slowest = Math.max(slowest, seconds);
        var ledger = stack.rehearsal().sandbox().compareLedger();
        writesLost += ledger.lost();
        if (script.foundNothing()) {
            unchanged++;
        } else {
            rolledBack++;
        }
        var isBack = (script.foundNothing() || script.broughtBack())
                && stack.servesOld()
                && stack.witnesses().isDatabaseOpen()
                && stack.witnesses().areUsersLetIn();
        notBack += isBack ? 0 : 1;
        draw.said("seed %d: %s, after %.1f s; %s, %d of %d writes lost, %d set aside"
                .formatted(
                        seed,
                        script,
                        seconds,
                        isBack ? "back as before" : "NOT as before",
                        ledger.lost(),
                        ledger.total(),
                        ledger.setAside()));
        return script;
    }

    /** Answers whatever the old run asks, as people do who want it to go on, until it fails as it must, or ends; and ends it. */
    private void expectRefusal(FaultStack stack, Draw draw, long seed, String id) {
        var before = stack.witnesses().counted();
        var said = stack.skipUntilFailed(id, REFUSALS);
        var refused = refusedSteps(stack.checklist(id));
        if (refused.isEmpty()) {
            notRefused++;
        }
        Sleep.of(LATE);
        var acts = stack.witnesses().since(before);
        if (acts.values().stream().anyMatch(count -> count != 0) || !stack.servesOld()) {
            late++;
        }
        var status = stack.checklist(id).status();
        if (status.equals("SUCCESSFUL")) {
            falselySuccessful++;
        }
        draw.said("seed %d: its data file is back: %s; refused %s; acts since: %s; now %s"
                .formatted(seed, said, refused, acts, status));
        if (!Ending.isFinal(status)) {
            stack.connection().workflow(id).terminate("the environment was rolled back without it");
        }
    }

    /** The steps of the old run that its host refused. */
    private static List<String> refusedSteps(Checklist checklist) {
        return checklist.steps().stream()
                .filter(step ->
                        step.evidence() != null && isRefusal(step.evidence().summary()))
                .map(Checklist.Line::id)
                .toList();
    }

    private static boolean isRefusal(String summary) {
        return REFUSALS.stream().anyMatch(summary::contains);
    }

    private List<Figure> figures(Draw draw) {
        var how = "%d of them before the first change, at which nothing is to be taken back".formatted(unchanged);
        return List.of(
                Figure.atLeast(draw.seeds(), "servers gone for good", rolledBack + unchanged, "", how),
                Figure.atMost(
                        0,
                        "old releases not back by the script",
                        notBack,
                        "",
                        "fingerprint, link, database open, users let in"),
                Figure.atMost(0, "players' writes lost", writesLost, "", "by their own ledger"),
                Figure.atMost(0, "old runs that were not refused", notRefused, "", "of %d".formatted(rolledBack)),
                Figure.atMost(0, "old runs that ended as successful", falselySuccessful, "", ""),
                Figure.atMost(
                        0,
                        "old runs that acted",
                        late,
                        "",
                        "announcements, starts; " + LATE.toSeconds() + " s watched"),
                Figure.atMost(
                        0, "next deployments that could not begin", blocked, "", "on a new server, and on the old one"),
                Figure.atMost(MOST_SECONDS, "gone to the end of the script, worst", slowest, "s", ""));
    }
}
