package norn.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import norn.action.ActionHarness;
import norn.action.FakeAction;
import norn.action.FakeWebServer;
import norn.action.SettingsText;
import norn.runbook.Measure;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of source, read from the files' own words. */
class SourceTest {
    private static final Combination MEAN = new Combination(Measure.Combine.MEAN, Measure.Better.HIGHER);

    @TempDir
    private Path root;

    private final FakeWebServer web = new FakeWebServer();

    @AfterEach
    void close() {
        web.close();
    }

    private static Source source(String yaml, Object... values) {
        return SettingsText.read(Source.class, yaml, values);
    }

    private Moment moment() {
        var harness = new ActionHarness(root.resolve("records"));
        var attempt = harness.attempt(
                FakeAction.harmless((order, running) -> running.evidence().done("done")), harness.order("watch"));
        return Moment.first(attempt, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private Reading read(Source source) throws Exception {
        return source.read(moment(), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{from: json, url: 'http://user:s3cret@host/page', path: $.a}",
                "{from: prometheus-counter, url: 'http://host/metrics?token=s3cret', name: n}",
                "{from: prometheus-gauge, url: 'http://host/metrics?token=s3cret', name: n}",
                "{from: prometheus-histogram, url: 'http://host/metrics?token=s3cret', name: n}"
            })
    void an_address_that_holds_a_secret_is_refused_without_showing_it(String yaml) {
        var problems = new Problems();
        var root = Objects.requireNonNull(YamlFile.parse("test.yaml", yaml, problems));

        new RecordReader().read(root, Source.class);

        assertThat(problems.list())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .contains("url: an address may hold no password and no token")
                        .doesNotContain("s3cret"));
    }

    private static Window window(Combination combination, Reading... readings) {
        return new Window(List.of(readings), combination, null, Duration.ofMinutes(2));
    }

    private static Reading reading(long at, Map<String, Double> numbers) {
        return new Reading(at, numbers, List.of());
    }

    @Test
    void a_number_on_a_page_is_read_and_scaled() throws Exception {
        web.page("/queue", 200, "{\"queue\": {\"waiting\": 7, \"jobs\": [1, 2, 3]}}");

        assertThat(read(source("{from: json, url: %s, path: $.queue.waiting}", web.url("/queue")))
                        .value())
                .isEqualTo(7);
        assertThat(read(source("{from: json, url: %s, path: $.queue.waiting, factor: 10}", web.url("/queue")))
                        .value())
                .isEqualTo(70);
        assertThat(read(source("{from: json, url: %s, path: $.queue.jobs}", web.url("/queue")))
                        .value())
                .isEqualTo(3);
        assertThat(read(source("{from: json, url: %s, path: $.queue.jobs, missingPercentOf: 4}", web.url("/queue")))
                        .value())
                .isEqualTo(25);
        assertThat(read(source("{from: json, url: %s, path: $.queue.jobs, percentOf: 4}", web.url("/queue")))
                        .value())
                .isEqualTo(75);
    }

    @Test
    void a_number_in_quotes_is_one_and_another_text_is_none() throws Exception {
        web.page(
                "/queue",
                200,
                "{\"waiting\": \"7\", \"state\": \"7 jobs\", \"queues\": [{\"name\": \"a\", \"n\": \"3.5\"}]}");

        assertThat(read(source("{from: json, url: %s, path: $.waiting}", web.url("/queue")))
                        .value())
                .isEqualTo(7);
        assertThat(read(source("{from: json, url: %s, path: \"$.queues[?(@.name=='a')].n\"}", web.url("/queue")))
                        .value())
                .isEqualTo(3.5);
        assertThatThrownBy(() -> read(source("{from: json, url: %s, path: $.state}", web.url("/queue"))))
                .hasMessage("$.state is 7 jobs");
    }

    @Test
    void a_page_that_asks_who_reads_it_gets_a_secret_by_its_name() throws Exception {
        web.page("/metrics", 200, "queue 7\n");

        assertThat(read(source(
                                "{from: prometheus-gauge, url: %s, secretHeaders: {X-Api-Key: canary}, name: queue}",
                                web.url("/metrics")))
                        .value())
                .isEqualTo(7);
        assertThat(web.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.header("X-api-key")).isEqualTo(ActionHarness.CANARY));
        assertThatThrownBy(() -> read(source(
                        "{from: json, url: %s, secretHeaders: {X-Api-Key: nobodys}, path: $.a}", web.url("/metrics"))))
                .isInstanceOf(NoData.class)
                .hasMessageContaining("secret nobodys: ");
    }

    @Test
    void what_is_not_there_is_no_data_and_never_zero() {
        web.page("/queue", 200, "{\"queue\": {}}");
        web.page("/broken", 500, "");

        assertThatThrownBy(() -> read(source("{from: json, url: %s, path: $.queue.waiting}", web.url("/queue"))))
                .isInstanceOf(NoData.class)
                .hasMessage("$.queue.waiting is nothing");
        assertThatThrownBy(() -> read(source("{from: json, url: %s, path: $.x}", web.url("/broken"))))
                .isInstanceOf(NoData.class)
                .hasMessage("status 500");
        assertThatThrownBy(() -> read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/queue"))))
                .isInstanceOf(NoData.class)
                .hasMessage("the page has no queue");
        assertThatThrownBy(() -> read(source("{from: logs, files: [%s]}", root.resolve("none.log"))))
                .isInstanceOf(NoData.class);
        assertThatThrownBy(() -> read(source("{from: sql, statements: {queue: SELECT 1}}")))
                .isInstanceOf(NoData.class)
                .hasMessage("the environment file has no section database");
    }

    @Test
    void a_gauge_is_summed_over_its_labels() throws Exception {
        web.page("/metrics", 200, "queue{name=\"a\"} 3\nqueue{name=\"b\"} 4\nqueue_max 14\n");

        assertThat(read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/metrics")))
                        .value())
                .isEqualTo(7);
        assertThat(read(source(
                                "{from: prometheus-gauge, url: %s, name: queue, where: {name: a|c}}",
                                web.url("/metrics")))
                        .value())
                .isEqualTo(3);
        assertThat(read(source(
                                "{from: prometheus-gauge, url: %s, name: queue, percentOf: queue_max}",
                                web.url("/metrics")))
                        .value())
                .isEqualTo(50);
    }

    @Test
    void exemplars_and_times_are_no_part_of_a_value() throws Exception {
        web.page("/metrics", 200, """
            http_requests_total{status="200"} 50
            http_requests_total{status="500"} 50 # {trace_id="x"} 1.0
            latency_bucket{le="0.1"} 10 # {trace_id="abc"} 0.05 1700000000.123
            latency_bucket{le="2.5"} 100 1700000000.5 # {trace_id="a}d"} 2.1 1700000000.5
            latency_bucket{le="+Inf"} 100
            endless_bucket{le="+Inf"} 100
            queue{name="a } b"} 7
            """);

        assertThat(read(source(
                                "{from: prometheus-gauge, url: %s, name: http_requests_total, where: {status: '5..'}}",
                                web.url("/metrics")))
                        .value())
                .isEqualTo(50);
        assertThat(read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/metrics")))
                        .value())
                .isEqualTo(7);
        var latency = source("{from: prometheus-histogram, url: %s, name: latency, factor: 1000}", web.url("/metrics"));
        assertThat(latency.value(window(Combination.HIGHEST, read(latency)))).isCloseTo(2366.7, within(0.1));
        var endless = source("{from: prometheus-histogram, url: %s, name: endless}", web.url("/metrics"));
        assertThat(endless.value(window(Combination.HIGHEST, read(endless)))).isNull();
    }

    @Test
    void a_histogram_is_of_the_series_that_are_asked_for() throws Exception {
        web.page("/metrics", 200, """
            latency_bucket{handler="/api",le="0.1"} 0
            latency_bucket{handler="/api",le="1"} 100
            latency_bucket{handler="/api",le="+Inf"} 100
            latency_bucket{handler="/metrics",le="0.1"} 9000
            latency_bucket{handler="/metrics",le="1"} 9000
            latency_bucket{handler="/metrics",le="+Inf"} 9000
            """);
        var latency = source(
                "{from: prometheus-histogram, url: %s, name: latency, where: {handler: /api}}", web.url("/metrics"));

        assertThat(latency.value(window(Combination.HIGHEST, read(latency)))).isCloseTo(0.955, within(0.001));
        assertThatThrownBy(() -> read(source(
                        "{from: prometheus-histogram, url: %s, name: latency, where: {handler: /x}}",
                        web.url("/metrics"))))
                .hasMessage("the page has no histogram latency with {handler=/x}");
    }

    @Test
    void a_name_that_is_almost_there_is_said() {
        web.page("/metrics", 200, "http_requests_total{status=\"500\"} 1\n");

        assertThatThrownBy(() ->
                        read(source("{from: prometheus-gauge, url: %s, name: http_requests}", web.url("/metrics"))))
                .hasMessage("the page has no http_requests; it has http_requests_total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "queue {name = \"a\" , } 7                    -> 7",
                "queue{name=\"a\"}\t7 1.7e12                   -> 7",
                "queue{name=\"a\",} 7.5E+0                     -> 7.5",
                "queue{name=\"a}b\",x=\"\"} 7                  -> 7",
                "{\"queue\",name=\"a\"} 7                      -> 7",
                "queue 3; queue{name=\"a\"} 4                 -> 7",
            })
    void a_line_is_read_as_prometheus_reads_it(String lines, double expected) throws Exception {
        web.page("/metrics", 200, lines.replace("; ", "\n") + "\n");

        assertThat(read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/metrics")))
                        .value())
                .isEqualTo(expected);
    }

    @Test
    void a_label_is_what_its_service_wrote() throws Exception {
        web.page("/metrics", 200, "queue{path=\"C:\\\\x \\\"a\\\"\"} 7\n");

        assertThat(read(source(
                                "{from: prometheus-gauge, url: %s, name: queue, where: {path: 'C:.x \"a\"'}}",
                                web.url("/metrics")))
                        .value())
                .isEqualTo(7);
    }

    @Test
    void a_number_that_its_service_does_not_know_makes_the_sum_unknown() {
        web.page("/metrics", 200, "queue{name=\"a\"} 3\nqueue{name=\"b\"} NaN\n");

        assertThatThrownBy(() -> read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/metrics"))))
                .isInstanceOf(NoData.class)
                .hasMessage("queue is NaN");
    }

    @Test
    void of_a_page_that_is_too_long_nothing_is_known() {
        web.page(
                "/metrics",
                200,
                "queue 1\n" + "other{n=\"%s\"} 1\n".formatted("x".repeat(1000)).repeat(4300));

        assertThatThrownBy(() -> read(source("{from: prometheus-gauge, url: %s, name: queue}", web.url("/metrics"))))
                .isInstanceOf(NoData.class)
                .hasMessage("the page is longer than 4 MB, and what is missing of it is unknown");
    }

    @Test
    void a_path_may_end_in_a_function_and_a_field_of_what_a_filter_finds_is_its_number() throws Exception {
        web.page(
                "/queue",
                200,
                "{\"queues\": [{\"name\": \"jobs\", \"waiting\": 7}, {\"name\": \"mail\", \"waiting\": 2}]}");
        var path = "{from: json, url: %s, path: \"%s\"}";

        assertThat(read(source(path, web.url("/queue"), "$.queues.length()")).value())
                .isEqualTo(2);
        assertThat(read(source(path, web.url("/queue"), "$.queues[?(@.waiting > 5)]"))
                        .value())
                .isEqualTo(1);
        assertThat(read(source(path, web.url("/queue"), "$.queues[?(@.name=='jobs')].waiting"))
                        .value())
                .isEqualTo(7);
        assertThatThrownBy(() -> read(source(path, web.url("/queue"), "$.queues[?(@.name=='job')].waiting")))
                .isInstanceOf(NoData.class)
                .hasMessage("$.queues[?(@.name=='job')].waiting finds 0 numbers instead of one");
    }

    @Test
    void a_counter_without_the_label_that_is_asked_for_is_no_data() {
        web.page("/metrics", 200, "http_requests_total{code=\"500\"} 50\n");

        assertThatThrownBy(() -> read(source(
                        "{from: prometheus-counter, url: %s, name: http_requests_total, where: {status: '5..'},"
                                + " percent: true}",
                        web.url("/metrics"))))
                .isInstanceOf(NoData.class)
                .hasMessage("no http_requests_total of the page has the label status");
    }

    @Test
    @Timeout(30)
    void a_label_of_any_length_is_read() throws Exception {
        var longName = "n".repeat(300_000);
        web.page(
                "/metrics",
                200,
                "queue{why=\"%s\",name=\"a\"} 3\nqueue{why=\"%s\",name=\"a\"} 4\nqueue{%s} 5\n"
                        .formatted("x\\\\\\\"".repeat(100_000), "y".repeat(1_000_000), longName));

        assertThat(read(source("{from: prometheus-gauge, url: %s, name: queue, where: {name: a}}", web.url("/metrics")))
                        .value())
                .isEqualTo(7);
        assertThatThrownBy(() -> read(source(
                        "{from: prometheus-gauge, url: %s, name: queue, where: {why: '(x|y)*z'}}",
                        web.url("/metrics"))))
                .isInstanceOf(NoData.class)
                .hasMessageContaining("takes too long");
    }

    @Test
    void a_window_is_combined_as_the_runbook_says() {
        var source = source("{from: json, url: 'http://127.0.0.1/', path: $.x}");
        var readings = new Reading[] {reading(1, Map.of("value", 2.0)), reading(2, Map.of("value", 4.0))};

        assertThat(source.value(window(Combination.HIGHEST, readings))).isEqualTo(4);
        assertThat(source.value(window(MEAN, readings))).isEqualTo(3);
        assertThat(source.value(window(new Combination(Measure.Combine.WORST, Measure.Better.HIGHER), readings)))
                .isEqualTo(2);
        assertThat(source.value(window(new Combination(Measure.Combine.LAST, Measure.Better.HIGHER), readings)))
                .isEqualTo(4);
        assertThat(source.current(window(MEAN, readings))).isEqualTo(4);
    }

    @Test
    void a_counter_counts_its_growth_also_over_a_restart() {
        var growth = source("{from: prometheus-counter, url: 'http://127.0.0.1/', name: n, where: {status: '5..'}}");
        var percent = source(
                "{from: prometheus-counter, url: 'http://127.0.0.1/', name: n, where: {status: '5..'}, percent: true}");
        var window = window(
                Combination.HIGHEST,
                reading(1, Map.of("other|a", 990.0, "matching|b", 10.0)),
                reading(2, Map.of("other|a", 1089.0, "matching|b", 11.0)),
                reading(3, Map.of("other|a", 91.0, "matching|b", 9.0)));

        assertThat(growth.value(window)).isEqualTo(10);
        assertThat(percent.value(window)).isEqualTo(5);
        assertThat(percent.current(window)).isEqualTo(9);
        assertThat(percent.value(window(Combination.HIGHEST, reading(1, Map.of("other|a", 5.0)))))
                .isNull();
    }

    @Test
    void a_series_that_is_gone_or_restarted_changes_nothing_of_the_others() throws Exception {
        var counter =
                source("{from: prometheus-counter, url: %s, name: n, where: {status: '5..'}}", web.url("/metrics"));
        var histogram = source("{from: prometheus-histogram, url: %s, name: h}", web.url("/metrics"));
        var readings = new ArrayList<Reading>();
        var histograms = new ArrayList<Reading>();
        for (var page : List.of("500 1000 500", "503 1000 510", "505 40 -", "506 41 520")) {
            var numbers = page.split(" ");
            web.page("/metrics", 200, """
                n{status="500",pid="1"} %1$s
                n{status="200",pid="1"} %2$s
                n{status="500",pid="2"} %3$s
                h_bucket{le="1",pid="1"} %1$s
                h_bucket{le="+Inf",pid="1"} %1$s
                h_bucket{le="1",pid="2"} 0
                h_bucket{le="+Inf",pid="2"} %3$s
                """.formatted((Object[]) numbers));
            readings.add(read(counter));
            histograms.add(read(histogram));
        }

        assertThat(counter.value(window(MEAN, readings.toArray(Reading[]::new))))
                .isEqualTo(6 + 20);
        assertThat(histogram.value(window(MEAN, histograms.toArray(Reading[]::new))))
                .as("6 of 26 within a second")
                .isEqualTo(1.0);
    }

    @Test
    void a_histogram_of_a_restarted_service_counts_anew() {
        var source = source("{from: prometheus-histogram, url: 'http://127.0.0.1/', name: n, factor: 1000}");
        var window = window(
                MEAN,
                reading(1, Map.of("0.1", 1000.0, "+Inf", 1000.0)),
                reading(2, Map.of("0.1", 50.0, "+Inf", 50.0)),
                reading(3, Map.of("0.1", 100.0, "+Inf", 100.0)));

        assertThat(source.value(window)).isEqualTo(95.0, within(1e-9));
        assertThat(source.value(window(MEAN))).isNull();
    }

    @Test
    void an_outage_counts_from_its_beginning_in_an_earlier_window() {
        var source = source("{from: outage, services: [web]}");
        var window = outage(6 * MINUTE, "10 down", "11 up", "12 down");

        assertThat(source.value(window)).isEqualTo(7);
        assertThat(source.carriedOver(window)).isEqualTo(0);
        assertThat(source.current(window)).isZero();
        assertThat(source.carriedOver(outage(null, "10 down", "11 up"))).isNull();
        assertThat(source.carriedOver(outage(3 * MINUTE, "10 down", "11 down"))).isEqualTo(4 * MINUTE);
    }

    @Test
    void time_in_which_nobody_looked_is_no_outage() {
        var source = source("{from: outage, services: [web]}");

        assertThat(source.value(outage(null, "1 down", "41 up")))
                .as("one bad look before a gap")
                .isZero();
        assertThat(source.current(outage(null, "1 down", "2 down", "62 down", "63 down")))
                .as("a clock that is set forward, or a gap")
                .isEqualTo(2);
        assertThat(source.current(outage(null, "61 down", "62 down", "2 down", "3 down")))
                .as("a clock that is set back")
                .isEqualTo(2);
        assertThat(source.current(outage(null, "1 down", "2 down", "3 down"))).isEqualTo(2);
    }

    @Test
    void an_environment_says_which_services_make_an_outage() {
        var any = source("{from: outage, services: [web, worker]}");
        var all = source("{from: outage, services: [web, worker], downWhen: all}");
        var one = outage(null, "1 some", "2 some", "3 some");

        assertThat(any.value(one)).isEqualTo(2);
        assertThat(all.value(one)).isZero();
        assertThat(all.value(outage(null, "1 down", "2 down"))).isEqualTo(1);
    }

    private static final double MINUTE = 60_000.0;

    /** Looks such as {@code 3 down}, {@code 4 some} (one of two is down) and {@code 5 up}, by their minute. */
    private static Window outage(Double carried, String... looks) {
        var readings = Stream.of(looks)
                .map(look -> look.split(" "))
                .map(look -> reading(
                        (long) (Integer.parseInt(look[0]) * MINUTE),
                        Map.of("up", look[1].equals("up") ? 1.0 : 0.0, "allDown", look[1].equals("down") ? 1.0 : 0.0)))
                .toList();
        return new Window(readings, Combination.HIGHEST, carried, Duration.ofMinutes(2));
    }

    @Test
    void lines_are_counted_from_where_the_reading_before_ended() throws Exception {
        var log = Files.writeString(root.resolve("a.log"), "2020-01-01 00:00:00 ERROR long ago\n");
        var source = source("{from: logs, files: [%s], allow: [known]}", log);

        var first = read(source);
        Files.writeString(log, Files.readString(log) + "ERROR new\nERROR known\nINFO fine\n");
        var second = source.read(moment(), first);

        assertThat(source.value(window(MEAN, first, second))).isEqualTo(1);
    }

    @Test
    void a_log_of_each_day_is_read_from_one_day_to_the_next() throws Exception {
        Files.writeString(root.resolve("app-2020-01-01.log"), "ERROR without a time, long ago\n");
        Files.setLastModifiedTime(root.resolve("app-2020-01-01.log"), FileTime.from(Instant.EPOCH));
        var today = Files.writeString(root.resolve("app-1.log"), "2020-01-01 00:00:00 ERROR long ago\n");
        var source = source("{from: logs, files: ['%s/app-*.log']}", root);

        var first = read(source);
        Files.writeString(today, Files.readString(today) + "ERROR at the day's end\n");
        Files.writeString(root.resolve("app-2.log"), "ERROR of the next day\nINFO fine\n");
        Files.writeString(root.resolve("app-2.log.gz"), "ERROR compressed\n");
        var second = source.read(moment(), first);
        Files.move(today, root.resolve("app-old.log"));
        var third = source.read(moment(), second);

        assertThat(List.of(first, second, third))
                .extracting(reading -> reading.number("lines"))
                .containsExactly(0.0, 2.0, 0.0);
        assertThatThrownBy(() -> read(source("{from: logs, files: ['%s/no-*.log']}", root)))
                .isInstanceOf(NoData.class)
                .hasMessageEndingWith("no-*.log: no file has such a name");
    }

    @Test
    void a_log_of_several_that_loses_its_name_is_read_to_its_end_or_said_to_be_gone() throws Exception {
        var old = Files.writeString(root.resolve("app-0.log"), "INFO long ago\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        var first = Files.writeString(root.resolve("app-1.log"), "INFO\n");
        var second = Files.writeString(root.resolve("app-2.log"), "INFO\n");
        var source = source("{from: logs, files: ['%s/app-*.log']}", root);

        var begin = read(source);
        Files.writeString(first, "INFO\nERROR at its end\n");
        Files.move(first, root.resolve("app-1.log.old"));
        var renamed = source.read(moment(), begin);
        var renamedOnce = source.read(moment(), renamed);
        Files.delete(second);
        Files.delete(old);
        Files.writeString(root.resolve("app-3.log"), "ERROR\n");
        var gone = source.read(moment(), renamedOnce);

        assertThat(List.of(begin, renamed, renamedOnce, gone))
                .extracting(reading -> reading.number("lines"))
                .containsExactly(0.0, 1.0, 0.0, 1.0);
        assertThat(renamedOnce.problems()).isEmpty();
        assertThat(gone.problems())
                .containsExactly(("a file of %s/app-*.log is gone since the last look: what was written to it meanwhile"
                                + " is not counted. Let logrotate wait with compressing (delaycompress)")
                        .formatted(root));
    }

    @Test
    void wrong_settings_are_refused_at_their_place() {
        assertThat(problems("{from: jsn, url: x, path: $.x}"))
                .containsExactly(
                        "test.yaml:1:8  from: unknown from 'jsn'. Known: uptime, outage, json, prometheus-gauge, "
                                + "prometheus-counter, prometheus-histogram, logs, sql. Did you mean json?");
        assertThat(problems("{from: json, url: 'http://h/', path: $.x, percentOf: 1, missingPercentOf: 2}"))
                .containsExactly("test.yaml:1:1: expected at most one of percentOf and missingPercentOf.");
        assertThat(problems("{from: uptime, services: []}"))
                .containsExactly("test.yaml:1:1: services: expected at least one.");
        assertThat(problems("{from: prometheus-histogram, url: 'http://h/', name: n, quantile: 95}"))
                .containsExactly("test.yaml:1:1: quantile: 95.0, expected one between 0 and 1.");
    }

    private static List<String> problems(String yaml) {
        var problems = new Problems();
        new RecordReader().read(Objects.requireNonNull(YamlFile.parse("test.yaml", yaml, problems)), Source.class);
        var texts = new ArrayList<String>();
        problems.list().forEach(problem -> texts.add(problem.text()));
        return texts;
    }
}
