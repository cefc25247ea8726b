package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.action.ActionHarness;
import norn.action.FakeWebServer;
import norn.action.run.Actions;
import norn.engine.Command;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.environment.HostReader;
import norn.plan.Plan;
import norn.plan.Problem;
import norn.report.ReportModel;
import norn.report.markdown.MarkdownReport;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Status;
import norn.watch.WatchSettings;
import norn.yaml.Problems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment of which nothing but the length of a queue is known: no agents, no costs, no services. */
class QueueOnlyTest {
    private static final String RUNBOOK = """
            runbook: queue
            title: A queue
            thresholds: {queueLength: 500, queueAtMost: 100}
            measures:
              queueLength: {title: Jobs that wait, unit: jobs, confirm: 2}
            rollbackWhen:
              - {id: queue-grows, title: Too many jobs wait, measure: queueLength, above: queueLength, response: ask}
            successWhen:
              - {id: queue-short, title: Few jobs wait, measure: queueLength, below: queueAtMost}
            forms:
              - {id: day, title: The first day, length: 24h, fields: [{measure: queueLength}]}
            phases:
              post-deployment:
                title: The first day
                sections:
                  - id: watching
                    title: Watching
                    steps:
                      - {id: watch-day, title: Watch, do: {watch: {window: 24h, minimum: 1s}}, purpose: watches}
            """;
    private static final String ENVIRONMENT = """
            environment: toy
            runbook: queue
            policy: {zone: UTC, pace: asap, people: {}, anyone: true}
            host:
              records: %s
              watch:
                interval: 100ms
                measures:
                  queueLength: {from: json, url: %s, path: $.waiting}
            """;

    @TempDir
    private Path folder;

    private final FakeWebServer web = new FakeWebServer();

    @AfterEach
    void close() {
        web.close();
    }

    private LoadedRunbook runbook() throws IOException {
        return runbook(RUNBOOK);
    }

    private LoadedRunbook runbook(String text) throws IOException {
        return new Catalog(null, Map.of()).file(Files.writeString(folder.resolve("queue.yaml"), text));
    }

    private EnvironmentFile environment(String text) throws IOException {
        return Environments.read("toy", Files.writeString(folder.resolve("toy.yaml"), text));
    }

    private String environmentText() {
        return ENVIRONMENT.formatted(folder.resolve("records"), web.url("/queue"));
    }

    /** What a watch under the plan's own engine finds, in the environment as its file has it. */
    private Evidence watch(PhaseEngine engine, EnvironmentFile file) throws IOException {
        var start = engine.next(Instant.now()).stream()
                .filter(Command.StartAction.class::isInstance)
                .map(Command.StartAction.class::cast)
                .findFirst()
                .orElseThrow();
        var problems = new Problems();
        var host = new HostReader(Map.of("watch", WatchSettings.class), Map.of()).read("toy", file.host());
        assertThat(problems.list()).isEmpty();
        var watch = Objects.requireNonNull(host).section(WatchSettings.class).orElseThrow();
        var harness = new ActionHarness(folder.resolve("records"), watch);
        var evidence = harness.run(
                start.action().name(),
                harness.order(start.step().id()).with(start.action().options()));
        engine.record(new Event.StepSucceeded(start.step().id(), start.attempt(), evidence), Instant.now());
        return evidence;
    }

    private static Plan plan(LoadedRunbook runbook, EnvironmentFile file) {
        return PlanMaker.make(new PlanMaker.Request("v2", "v1", List.of(), "00"), runbook, file, Actions.known());
    }

    private static PhaseEngine engine(Plan plan) {
        var now = Instant.now();
        return new PhaseEngine(
                plan, PhaseContext.of(PhaseName.POST_DEPLOYMENT, "toy-v2").at(now, now), now);
    }

    private static List<String> report(Plan plan, PhaseEngine engine) {
        return MarkdownReport.of(
                        ReportModel.of(plan, List.of(engine.journal()), "toy-v2", Status.RUNNING, Instant.now()))
                .lines()
                .toList();
    }

    @Test
    void a_queue_that_is_short_is_watched_and_reported() throws IOException {
        web.page("/queue", 200, "{\"waiting\": 42}");
        var file = environment(environmentText());
        var plan = plan(runbook(), file);
        var engine = engine(plan);

        var evidence = watch(engine, file);

        assertThat(evidence.met()).isEmpty();
        assertThat(evidence.values())
                .containsEntry("queueLength", 42.0)
                .containsOnlyKeys("samples", "queueLength", "watchedSeconds");
        assertThat(report(plan, engine))
                .contains(
                        "| queue-short | Few jobs wait | 42 | < 100 | met | watch-day (measured once) |",
                        "| queue-grows | Too many jobs wait | 42 | > 500 | no | watch-day (measured once) |",
                        "| Jobs that wait | 42 jobs | queueLength: watch-day (measured once) |",
                        "| source | when | queueLength |");
    }

    @Test
    void a_queue_that_grows_calls_for_a_rollback() throws IOException {
        web.page("/queue", 200, "{\"waiting\": 501}");
        var file = environment(environmentText());
        var plan = plan(runbook(RUNBOOK.replace("minimum: 1s", "minimum: 1m")), file);
        var engine = engine(plan);

        var evidence = watch(engine, file);

        assertThat(evidence.met()).containsExactly("queue-grows");
        assertThat(evidence.summary())
                .isEqualTo("met after 2 samples: queue-grows: queueLength is 501.0, the limit is 500.0");
        assertThat(engine.state().questions()).isNotEmpty();
    }

    @Test
    void a_queue_that_nobody_can_read_is_no_data_and_no_success() throws IOException {
        web.page("/queue", 503, "");
        var file = environment(environmentText());
        var plan = plan(runbook(), file);
        var engine = engine(plan);

        watch(engine, file);

        assertThat(report(plan, engine))
                .contains("| queue-short | Few jobs wait | no data | < 100 | **unknown**: no data | – |")
                .contains("| Jobs that wait | no data | – |");
    }

    @Test
    void what_the_runbook_does_not_know_is_not_measured() throws IOException {
        var file = environment(environmentText().replace("queueLength:", "queueLenght:"));
        var runbook = runbook();

        var failure = catchThrowableOfType(InvalidRunbook.class, () -> plan(runbook, file));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "toy.yaml:9:7  host.watch.measures.queueLenght: the runbook queue has no such measure. Known: "
                                + "queueLength. Did you mean queueLength?");
    }
}
