package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.worker.MetricsType;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.WatchLook;
import norn.files.LenientJson;
import norn.state.Status;
import norn.worker.metric.MetricExamples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the alert rules and the dashboards name is what a worker exposes, and each alert is explained. */
@Tag("server")
class MetricNamesTest extends WorkflowTestBase {
    private static final Path RULES = Path.of("../docker/prometheus/alerts.yml");
    private static final Path DASHBOARDS = Path.of("../docker/grafana/dashboards");
    private static final Path PAGE = Path.of("../docs/alerts.md");
    private static final Pattern NAME = Pattern.compile("\\b(?:norn|temporal|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:norn|temporal)_[a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)");
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @Test
    void every_metric_and_label_that_rules_and_dashboards_name_is_exposed() throws Exception {
        harness.deployment("d").complete("review-documentation").awaitWaiting("approve-plan");
        everyMetricOfNorn();
        await().atMost(Duration.ofSeconds(30)).until(() -> series().containsKey("temporal_num_pollers"));
        var series = series();
        var failures = failuresOfTheSdk();

        for (var expression : expressions()) {
            var names = NAME.matcher(expression).results().map(name -> name.group());
            assertThat(names)
                    .as(expression)
                    .allMatch(name -> series.containsKey(name) || failures.contains(name), "is exposed");
            SELECTOR.matcher(expression)
                    .results()
                    .filter(selector -> series.containsKey(selector.group(1)))
                    .forEach(selector -> assertThat(series.get(selector.group(1)))
                            .as(selector.group())
                            .containsAll(labels(selector.group(2))));
        }
    }

    @Test
    void each_alert_has_its_section_and_no_section_lacks_its_alert() throws IOException {
        var rules = Files.readString(RULES);
        var alerts = texts(rules, Pattern.compile("- alert: (\\w+)"));

        assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
        assertThat(texts(Files.readString(PAGE), Pattern.compile("(?m)^## (\\w+)$")))
                .containsExactlyElementsOf(alerts);
        assertThat(texts(rules, Pattern.compile("runbook: docs/alerts\\.md#(\\w+)")))
                .containsExactlyElementsOf(
                        alerts.stream().map(String::toLowerCase).toList());
    }

    private void everyMetricOfNorn() {
        var metrics = harness.metrics();
        metrics.worker().environments(Map.of("production", true));
        MetricExamples.show(metrics.runs());
        metrics.runs().showEnded(Map.of(Status.SUCCESSFUL, 1L));
        try (var running = metrics.actions().begin("production", "watch")) {
            running.looked(new WatchLook(1, 0, Duration.ZERO));
            running.failed(new ActionFailed("StaleFence", "it did not work", null, false), true);
        }
    }

    /** By name, the labels that its series have. */
    private Map<String, Set<String>> series() {
        return harness.metrics()
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.groupingBy(
                        line -> line.split("[{ ]", 2)[0],
                        Collectors.flatMapping(
                                line -> LABEL.matcher(line).results().map(label -> label.group(1)),
                                Collectors.toCollection(TreeSet::new))));
    }

    /** Counters that the SDK exposes only once something has failed: known by its own list of names. */
    private static Set<String> failuresOfTheSdk() throws IllegalAccessException {
        var names = new TreeSet<String>();
        for (var field : MetricsType.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getName().endsWith("_FAILURE_COUNTER")) {
                names.add(field.get(null) + "_total");
            }
        }
        return names;
    }

    private static List<String> labels(String selector) {
        return texts(selector, LABEL).stream()
                .filter(label -> !OF_PROMETHEUS.contains(label))
                .toList();
    }

    private static List<String> expressions() throws IOException {
        var expressions = new ArrayList<String>();
        for (var rule : Files.readString(RULES).split("- alert: ", -1)) {
            expressions.add(rule.replaceAll("(?s)\\n +(?:for|labels):.*", ""));
        }
        try (var dashboards = Files.list(DASHBOARDS)) {
            for (var dashboard : dashboards.toList()) {
                var json = LenientJson.parse(Files.readString(dashboard), JsonNode.class);
                Stream.of("expr", "definition")
                        .flatMap(field -> json.findValuesAsText(field).stream())
                        .forEach(expressions::add);
            }
        }
        assertThat(expressions).hasSizeGreaterThan(40);
        return expressions;
    }

    private static List<String> texts(String text, Pattern pattern) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
