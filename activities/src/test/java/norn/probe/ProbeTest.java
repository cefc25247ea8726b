package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeWebServer;
import norn.action.FakeWebServer.Page;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.limit.BoundedPattern;
import norn.limit.Limits;
import norn.plan.OrderContext;
import norn.plan.Problem;
import norn.state.Evidence;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.java_websocket.WebSocket;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    @TempDir
    Path root;

    private final FakeWebServer web = new FakeWebServer();

    @AfterEach
    void close() {
        web.close();
    }

    private Evidence ask(Probe probe) {
        return ask(probe, Duration.ofMillis(300));
    }

    private Evidence ask(Probe probe, Duration retryFor) {
        return harness(probe, retryFor).run("probe", "probe", "it");
    }

    private ActionHarness harness(Probe probe, Duration retryFor) {
        var code = new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        return new ActionHarness(
                root.resolve("records"), new ProbeSettings(Duration.ofSeconds(2), retryFor, Map.of("it", probe)), code);
    }

    private ActionFailed wrong(Probe probe) {
        var failed = catchThrowableOfType(ActionFailed.class, () -> ask(probe));
        assertThat(failed.error()).isEqualTo("ProbeFailed");
        return failed;
    }

    private static Probe probe(String yaml, Object... values) {
        return SettingsText.read(Probe.class, yaml, values);
    }

    private static Probe http(String url) {
        return probe("{kind: http, urls: ['%s']}", url);
    }

    private static String agents(int active, int others) {
        return "{\"agents\":[%s]}"
                .formatted(IntStream.range(0, active + others)
                        .mapToObj(i ->
                                "{\"name\":\"a%d\",\"status\":\"%s\"}".formatted(i, i < active ? "active" : "error"))
                        .collect(Collectors.joining(",")));
    }

    @Test
    void a_degraded_service_that_answers_200_is_not_well() {
        web.page("/health", 200, "{\"status\":\"degraded\",\"checks\":{\"database\":\"down\"}}");

        var failed = wrong(probe("{kind: http, urls: ['%s'], expect: {$.status: healthy}}", web.url("/health")));

        assertThat(failed).hasMessage("it: %s: $.status is degraded instead of healthy".formatted(web.url("/health")));
    }

    @Test
    void twenty_one_agents_are_counted_not_filtered() {
        var probe = probe("""
            kind: http
            urls: ['%s']
            counts:
              - {path: $.agents, exactly: 21}
              - {path: $.agents, where: {status: active}, exactly: 21}
            """, web.url("/agents"));
        web.page("/agents", 200, agents(21, 0));
        assertThat(ask(probe).values()).containsEntry("agents", 21).containsEntry("agentsCounted", 21);

        web.page("/agents", 200, agents(0, 0));
        assertThat(wrong(probe)).hasMessageContaining("0 agents instead of 21");
        web.page("/agents", 200, agents(20, 1));
        assertThat(wrong(probe))
                .hasMessageContaining("20 agents with {status=active} instead of 21: a20 (status error)");
        web.page("/agents", 200, "{\"agents\":\"none\"}");
        assertThat(wrong(probe)).hasMessageContaining("$.agents is none instead of a list");
    }

    @Test
    void a_page_that_says_to_wait_is_waited_for() {
        var asked = new AtomicInteger();
        web.page(
                "/busy",
                () -> asked.incrementAndGet() == 1
                        ? new Page(429, "", Map.of("Retry-After", "1"))
                        : new Page(200, "{}", Map.of()));
        var begin = System.nanoTime();

        var evidence = ask(http(web.url("/busy")));

        assertThat(evidence.values()).containsEntry("runs", 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void a_page_that_fails_is_asked_again_until_retryFor_is_over() {
        var asked = new AtomicInteger();
        web.page("/slow", () -> new Page(asked.incrementAndGet() < 4 ? 503 : 200, "{}", Map.of()));

        assertThat(ask(http(web.url("/slow")), Duration.ofSeconds(10)).values()).containsEntry("runs", 4);
        assertThat(wrong(http("http://127.0.0.1:%d/".formatted(FreePort.next()))))
                .hasMessageContaining("no answer");
    }

    @Test
    void what_costs_money_is_asked_once_a_deployment() {
        web.page("/story", 400, "{\"detail\":\"an arc is already active\"}");
        var story = probe("""
            kind: http
            urls: ['%s']
            method: POST
            body: '{"theme":"calm"}'
            secretHeaders: {X-Key: canary}
            status: [200, 400]
            once: true
            """, web.url("/story"));
        var harness = harness(story, Duration.ofSeconds(5));

        var first = harness.run("probe", "probe", "it");
        var second = harness.run("probe", harness.retry("probe", 2, "probe", "it"));

        assertThat(first.values()).containsEntry("status", 400);
        assertThat(second.values()).containsEntry("ranBefore", true).containsEntry("outcomeKnown", true);
        assertThat(web.requests()).hasSize(1);
        assertThat(web.requests().get(0).body()).isEqualTo("{\"theme\":\"calm\"}");
        assertThat(web.requests().get(0).header("X-key")).isEqualTo(ActionHarness.CANARY);
        harness.deployment("another").run("probe", "probe", "it");
        assertThat(web.requests()).hasSize(2);
    }

    @Test
    void what_was_asked_by_a_worker_that_died_is_said_to_be_unknown_and_not_asked_again() throws Exception {
        var story = probe("{kind: http, urls: ['%s'], method: POST, once: true}", web.url("/story"));
        var harness = harness(story, Duration.ZERO);
        var order = harness.order("probe", "probe", "it");
        var marker = root.resolve("records").resolve(order.deployment()).resolve("once/it.json");
        Files.createDirectories(marker.getParent());
        Files.writeString(marker, ""); // created, and then the power went

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("probe", order));

        assertThat(failed.retryable()).isFalse();
        assertThat(failed).hasMessageContaining("its outcome is unknown; it is not run again");
        assertThat(failed.remedy()).contains("RETRY does not run it again");
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void a_web_socket_must_open_and_answer() throws Exception {
        var opened = new CompletableFuture<Integer>();
        var extensions = new CompletableFuture<String>();
        var origins = new CopyOnWriteArrayList<String>();
        var server = new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) {
            @Override
            public void onOpen(WebSocket socket, ClientHandshake handshake) {
                extensions.complete(handshake.getFieldValue("Sec-WebSocket-Extensions"));
                origins.add(handshake.getFieldValue("Origin"));
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

            @Override
            public void onMessage(WebSocket socket, String message) {
                if (message.equals("ping")) {
                    socket.send("{\"type\":\"pong\"}");
                } else if (message.equals("bye")) {
                    socket.close(1008, "not logged in");
                }
                if (message.equals("more")) {
                    new Thread(() -> sendWithoutEnd(socket)).start();
                }
            }

            @Override
            public void onError(WebSocket socket, Exception failure) {}

            @Override
            public void onStart() {
                opened.complete(getPort());
            }
        };
        server.start();
        try {
            var url = "ws://127.0.0.1:%d/ws".formatted(opened.get(10, TimeUnit.SECONDS));

            assertThat(ask(probe("{kind: websocket, url: '%s', send: ping, expect: pong}", url))
                            .summary())
                    .contains("opens and answers in");
            assertThat(wrong(probe("{kind: websocket, url: '%s', send: nothing, expect: pong}", url)))
                    .hasMessageContaining("no expected answer within 2s: it opened, and sent nothing");
            assertThat(wrong(probe("{kind: websocket, url: '%s', send: more, expect: pong}", url)))
                    .hasMessageContaining("it sends more than 4,194,304 bytes");
            assertThat(extensions).isCompletedWithValue("");
            ask(probe(
                    "{kind: websocket, url: '%s', headers: {Origin: 'https://play.example.org'}, send: ping, expect:"
                            + " pong}",
                    url));
            assertThat(origins).last().isEqualTo("https://play.example.org");
            assertThat(wrong(probe("{kind: websocket, url: '%s', send: bye, expect: pong}", url)))
                    .hasMessageContaining("closed with 1008");
        } finally {
            server.stop(1000);
        }
        assertThat(wrong(probe("{kind: websocket, url: '%s'}", web.url("/x").replace("http", "ws"))))
                .hasMessageContaining("status 404");
    }

    /** One message, fragment by fragment, until the other side hangs up. */
    private static void sendWithoutEnd(WebSocket socket) {
        try {
            while (socket.isOpen()) {
                socket.sendFragmentedFrame(Opcode.BINARY, ByteBuffer.wrap(new byte[1 << 20]), false);
                while (socket.isOpen() && socket.hasBufferedData()) {
                    Thread.onSpinWait();
                }
            }
        } catch (WebsocketNotConnectedException hungUp) {
            return;
        }
    }

    @Test
    void what_looks_like_a_time_and_is_none_is_no_time() throws Exception {
        var log = root.resolve("odd.log");
        Files.writeString(log, "2026-11-23 15:05:04 -9900 players were counted\n");

        assertThat(LogLines.since(log, Instant.parse("2026-11-23T16:00:00Z"))).hasSize(1);
    }

    @Test
    void log_lines_count_since_a_time_without_colours_and_without_known_defects() throws Exception {
        var log = root.resolve("ai.log");
        var now = Instant.now();
        Files.writeString(log, """
            \u001b[32m%s\u001b[0m | \u001b[31m\u001b[1mERROR   \u001b[0m | of yesterday
              belongs to yesterday: ERROR
            \u001b[32m%s\u001b[0m | \u001b[31m\u001b[1mERROR   \u001b[0m | llm.groq: no API key
            %s INFO no ERRORS here
            %s [map] ERROR: cannot bind
            """.formatted(
                        now.minusSeconds(86_400).toString().replace('T', ' ').replace("Z", ""),
                        now.minusSeconds(5).toString().replace('T', ' ').replace("Z", ""),
                        now,
                        now));
        var yaml = "{kind: logs, files: ['%s'], allow: ['ERROR +\\| llm\\.groq: no API key'], allowed: %d}";

        var failed = wrong(probe(yaml, log, 0));
        assertThat(failed).hasMessageContaining("1 error, allowed: 0. Read ").hasMessageNotContaining("cannot bind");
        assertThat(failed.remedy())
                .as("the lines stay")
                .contains("RETRY finds the same lines again", "SKIP with a note");
        assertThat(answer("lines")).endsWith("[map] ERROR: cannot bind\n").startsWith("ai.log: ");
        assertThat(ask(probe(yaml, log, 1)).values())
                .containsEntry("linesRead", 3)
                .containsEntry("errorLines", 1);
        var missing = wrong(probe(yaml, root.resolve("none"), 0));
        assertThat(missing).hasMessageContaining("cannot be read");
        assertThat(missing.remedy()).isEqualTo("Check the service that the probe asks, and its log, then RETRY.");
    }

    /** What the probe's other side said, as it is saved on the host. */
    private String answer(String what) throws Exception {
        return Files.readString(
                root.resolve("records/rehearsal-v1.0.0-20261201-0900/probe/1/it-%s.txt".formatted(what)));
    }

    @Test
    void what_a_service_answers_stays_on_the_host() throws Exception {
        web.page("/health", 500, "player 7: a@b.example");

        assertThat(wrong(http(web.url("/health"))))
                .hasMessageContaining("status 500 instead of 200. Read ")
                .hasMessageNotContaining("player 7");
        assertThat(answer("answer")).isEqualTo("player 7: a@b.example\n");
    }

    @Test
    @Timeout(30)
    void a_pattern_that_would_take_for_ever_on_a_line_fails_and_is_named() throws Exception {
        var log = Files.writeString(root.resolve("evil.log"), "a".repeat(60) + "!\n");

        assertThat(wrong(probe("{kind: logs, files: ['%s'], patterns: ['(a+)+\\1c']}", log)))
                .hasMessageContaining("pattern (a+)+\\1c: takes too long");
        assertThatThrownBy(() -> BoundedPattern.find(Pattern.compile("(a|b)*c"), "ab".repeat(1_000_000)))
                .isInstanceOf(BoundedPattern.TooCostly.class);
    }

    @Test
    @Timeout(30)
    void a_banner_without_end_is_read_so_far() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var flood = new Thread(() -> {
                while (!server.isClosed()) {
                    try (var socket = server.accept()) {
                        while (true) {
                            socket.getOutputStream().write(new byte[1 << 16]);
                        }
                    } catch (IOException enough) {
                        // the probe has had enough; the next one comes
                    }
                }
            });
            flood.setDaemon(true);
            flood.start();

            assertThat(wrong(probe("{kind: tcp, ports: [%d], expect: hello}", server.getLocalPort())))
                    .hasMessageContaining("it does not answer hello. Read ");
            assertThat(answer("answer")).hasSize(8_193);
        }
    }

    @Test
    void logs_are_read_from_go_live_on_and_never_from_before_it() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var log = Files.writeString(
                root.resolve("ai.log"),
                "%s ERROR of the old release%n%s ERROR of the new one%n"
                        .formatted(now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(1))));
        var harness = harness(probe("{kind: logs, files: ['%s'], allowed: 9}", log), Duration.ZERO);
        var live = new OrderContext(null, now.minus(Duration.ofHours(2)), null);

        assertThat(harness.run("probe", "probe", "it").values())
                .as("ten minutes")
                .containsEntry("errorLines", 0);
        assertThat(harness.deployment("b")
                        .runIn(live, "probe", "probe", "it", "since", "go-live")
                        .values())
                .containsEntry("errorLines", 1);
        assertThat(harness.deployment("c")
                        .runIn(live, "probe", "probe", "it", "since", "12h")
                        .values())
                .containsEntry("errorLines", 1);
        assertThat(harness.deployment("d")
                        .runIn(live, "probe", "probe", "it", "since", "30m")
                        .values())
                .containsEntry("errorLines", 0);
    }

    @Test
    void a_log_is_searched_back_to_go_live_whatever_its_size() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var log = Files.writeString(
                root.resolve("busy.log"),
                "%s ERROR of the old release%n%s ERROR of the new one%n"
                        .formatted(now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(1))));
        var request = "%s GET /health 200 %s%n".formatted(now.minusSeconds(9), "x".repeat(900));
        Files.writeString(log, request.repeat((Limits.LOG_BYTES >> 10) * 3), StandardOpenOption.APPEND);

        assertThat(harness(probe("{kind: logs, files: ['%s'], allowed: 9}", log), Duration.ZERO)
                        .runIn(
                                new OrderContext(null, now.minus(Duration.ofHours(2)), null),
                                "probe",
                                "probe",
                                "it",
                                "since",
                                "go-live")
                        .values())
                .containsEntry("errorLines", 1)
                .containsEntry("linesRead", (Limits.LOG_BYTES >> 10) * 3 + 1);
    }

    @Test
    void logs_of_several_names_are_read() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Files.writeString(root.resolve("app-1.log"), "%s ERROR one%n".formatted(now.minusSeconds(9)));
        Files.writeString(root.resolve("app-2.log"), "%s ERROR two%n".formatted(now.minusSeconds(5)));
        Files.writeString(root.resolve("other.log"), "%s ERROR three%n".formatted(now));

        assertThat(ask(probe("{kind: logs, files: ['%s/app-*.log'], allowed: 9}", root))
                        .values())
                .containsEntry("errorLines", 2);
        assertThat(wrong(probe("{kind: logs, files: ['%s/no-*.log']}", root)))
                .hasMessageContaining("no-*.log: cannot be read: no file has such a name");
    }

    @Test
    void logs_are_read_from_the_activation_of_the_release_on() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var log = Files.writeString(
                root.resolve("ai.log"),
                "%s ERROR of the release before%n%s ERROR of this one%n"
                        .formatted(now.minus(Duration.ofSeconds(30)), now.plus(Duration.ofSeconds(1))));
        Files.createSymbolicLink(root.resolve("active"), root);

        assertThat(harness(probe("{kind: logs, files: ['%s'], allowed: 9}", log), Duration.ZERO)
                        .run("probe", "probe", "it", "since", "activation")
                        .values())
                .containsEntry("errorLines", 1);
    }

    @Test
    void an_agent_counts_only_where_it_has_run_lately() {
        var now = Instant.now();
        web.page(
                "/agents",
                200,
                "{\"agents\":[{\"name\":\"a\",\"status\":\"active\",\"last_run\":\"%s\"},{\"name\":\"b\",\"status\":\"active\",\"last_run\":\"%s\"}]}"
                        .formatted(now.minusSeconds(5), now.minusSeconds(7200)));
        var probe = probe("""
            kind: http
            urls: ['%s']
            counts: [{path: $.agents, where: {status: active}, within: {last_run: 10m}, exactly: 2}]
            """, web.url("/agents"));

        assertThat(wrong(probe))
                .hasMessageContaining("1 agents with {status=active, last_run=within 10m} instead of 2: b");
    }

    @Test
    void a_command_is_asked_in_the_active_release() throws Exception {
        Files.createDirectories(root.resolve("releases/v1.0.0/bin"));
        var script = Files.writeString(
                root.resolve("releases/v1.0.0/bin/play"), "#!/bin/sh\npwd; echo \"ok $1\"; exit $2\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v1.0.0"));

        assertThat(ask(probe("{kind: command, command: [bin/play, '; rm -rf /', '0'], expect: 'ok ; rm'}"))
                        .summary())
                .startsWith("bin/play succeeds in ");
        assertThat(wrong(probe("{kind: command, command: [bin/play, x, '3']}"))).hasMessageContaining("exited with 3");
        assertThat(wrong(probe("{kind: command, command: [sleep, '30'], directory: .}")))
                .hasMessageContaining("sleep took longer than PT2S");
    }

    @Test
    void what_a_command_measured_is_read_from_the_JSON_of_its_last_line() throws Exception {
        Files.createDirectories(root.resolve("releases/v1.0.0/bin"));
        var script = Files.writeString(
                root.resolve("releases/v1.0.0/bin/count"),
                "#!/bin/sh\necho counting; echo '{\"writes\": {\"lost\": '$1'}}'; exit $1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v1.0.0"));

        var measured = ask(counting("0", "$.writes.lost"));
        assertThat(measured.values()).containsEntry("ledgerLost", 0);
        assertThat(measured.summary()).isEqualTo("ledgerLost 0");
        assertThat(wrong(counting("3", "$.writes.lost"))).hasMessageContaining("exited with 3");
        assertThat(wrong(counting("0", "$.writes.saved")))
                .hasMessageContaining("the JSON object that it prints has no $.writes.saved. Read ");
    }

    @Test
    void a_warning_behind_the_JSON_of_a_command_changes_nothing() {
        assertThat(ask(probe(
                                "{kind: command, directory: /, command: [sh, -c, '%s'], values: {lost: $.lost}}",
                                "echo \"{\\\"lost\\\": 0}\"; echo \"DeprecationWarning: old option\" >&2"))
                        .values())
                .containsEntry("lost", 0);
    }

    @Test
    void an_answer_with_an_allowed_status_is_judged_like_others() {
        web.page("/health", 503, "{\"status\": \"DOWN\"}");

        assertThat(wrong(probe(
                        "{kind: http, urls: ['%s'], status: [200, 503], expect: {$.status: UP}}", web.url("/health"))))
                .hasMessageContaining("$.status is DOWN instead of UP");
    }

    @Test
    void a_number_that_is_none_beside_what_is_asked_for_changes_nothing() {
        web.page(
                "/health",
                200,
                "{\"status\": \"ok\", \"load\": NaN, \"checks\": {\"node.js\": {\"status\": \"pass\"}}}");

        ask(probe("{kind: http, urls: ['%s'], expect: {$.status: ok}}", web.url("/health")));
        ask(probe("{kind: http, urls: ['%s'], expect: {\"$.checks['node.js'].status\": pass}}", web.url("/health")));
    }

    @Test
    void a_page_that_redirects_to_another_is_not_right_by_the_status_of_that() {
        web.page("/health", () -> new Page(302, "", Map.of("Location", "/login?next=/health")));
        web.page("/login", 200, "<form>");
        web.page("/slash", () -> new Page(307, "", Map.of("Location", "/slash/")));
        web.page("/slash/", 200, "ok");

        assertThat(wrong(http(web.url("/health"))))
                .hasMessageContaining("it redirects to " + web.url("/login") + ", which may be a page to log in");
        ask(http(web.url("/slash")));
    }

    @Test
    void a_redirection_that_is_expected_is_the_answer() {
        web.page("/", () -> new Page(302, "", Map.of("Location", "/login")));
        web.page("/login", 200, "<form>");

        assertThat(ask(probe("{kind: http, urls: ['%s'], status: [302]}", web.url("/")))
                        .values())
                .containsEntry("status", 302);
        assertThat(web.requests())
                .extracting(FakeWebServer.ReceivedRequest::path)
                .containsExactly("/");
    }

    @Test
    void an_answer_of_plain_text_is_judged_as_a_whole() {
        web.page("/ping", 200, "pong\n");

        ask(probe("{kind: http, urls: ['%s'], expect: {$: pong}}", web.url("/ping")));
        assertThat(wrong(probe("{kind: http, urls: ['%s'], expect: {$: OK}}", web.url("/ping"))))
                .hasMessageContaining("$ is pong instead of OK");
        assertThat(wrong(probe("{kind: http, urls: ['%s'], expect: {$.status: OK}}", web.url("/ping"))))
                .hasMessageContaining("the answer is no JSON");
    }

    @Test
    void a_body_is_of_the_type_that_its_header_says() {
        web.page("/login", 200, "{}");

        ask(probe(
                "{kind: http, urls: ['%s'], method: POST, body: 'a=b', headers: {content-type:"
                        + " application/x-www-form-urlencoded}}",
                web.url("/login")));
        ask(probe("{kind: http, urls: ['%s'], method: POST, body: '{}'}", web.url("/login")));

        assertThat(web.requests())
                .extracting(request -> request.header("Content-type"))
                .containsExactly("application/x-www-form-urlencoded", "application/json; charset=utf-8");
    }

    @Test
    void a_time_counts_in_whatever_form_a_service_writes_it() {
        var now = Instant.now();
        var local = now.minusSeconds(5).atZone(ZoneId.systemDefault()).toLocalDateTime();
        var inUtc = now.minusSeconds(5).atZone(ZoneOffset.UTC).toLocalDateTime();
        for (var time : List.of(
                "\"%s\"".formatted(now.minusSeconds(5).atOffset(ZoneOffset.ofHours(2))),
                "\"%s\"".formatted(local),
                "\"%s\"".formatted(inUtc),
                "\"%s\"".formatted(inUtc.toString().replace('T', ' ')),
                String.valueOf(now.minusSeconds(5).getEpochSecond()),
                String.valueOf(now.minusSeconds(5).toEpochMilli()),
                now.minusSeconds(5).getEpochSecond() + ".25")) {
            web.page("/agents", 200, "{\"agents\":[{\"name\":\"a\",\"last_run\":%s}]}".formatted(time));
            ask(probe(
                    "{kind: http, urls: ['%s'], counts: [{path: $.agents, within: {last_run: 10m}, exactly: 1}]}",
                    web.url("/agents")));
        }
        for (var time : List.of(
                "\"%s\"".formatted(inUtc.minusHours(20)),
                String.valueOf(now.minusSeconds(7200).getEpochSecond()),
                "\"never\"",
                "null",
                "7")) {
            web.page("/agents", 200, "{\"agents\":[{\"name\":\"a\",\"last_run\":%s}]}".formatted(time));
            assertThat(wrong(probe(
                            "{kind: http, urls: ['%s'], counts: [{path: $.agents, within: {last_run: 10m}, exactly:"
                                    + " 1}]}",
                            web.url("/agents"))))
                    .hasMessageContaining("0 agents with {last_run=within 10m} instead of 1");
        }
    }

    @Test
    void an_answer_with_a_byte_order_mark_or_a_warning_behind_it_is_read() {
        web.page("/health", 200, "\uFEFF{\"status\": \"ok\"}\n<b>Warning</b>: old option");

        ask(probe("{kind: http, urls: ['%s'], expect: {$.status: ok}}", web.url("/health")));
    }

    @Test
    void a_number_is_judged_as_one_and_a_version_is_not() {
        web.page("/health", 200, "{\"load\": 1.0, \"version\": \"1.10\", \"agents\": [1, 2]}");

        ask(probe(
                "{kind: http, urls: ['%s'], expect: {$.load: 1, $.version: '1.10', $.agents.length(): 2}}",
                web.url("/health")));
        assertThat(wrong(probe("{kind: http, urls: ['%s'], expect: {$.version: '1.1'}}", web.url("/health"))))
                .hasMessageContaining("$.version is 1.10 instead of 1.1");
    }

    @Test
    void an_answer_that_is_too_long_is_said_to_be() {
        web.page("/big", 200, "{\"status\": \"ok\", \"x\": \"%s\"}".formatted("y".repeat(5_000_000)));

        ask(http(web.url("/big")));
        assertThat(wrong(probe("{kind: http, urls: ['%s'], expect: {$.status: ok}}", web.url("/big"))))
                .hasMessageContaining("the answer is longer than 4 MB");
    }

    @Test
    void a_port_may_greet_first_and_need_not_end_a_line() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var greeting = new Thread(() -> {
                while (!server.isClosed()) {
                    try (var socket = server.accept()) {
                        socket.getOutputStream().write("220 welcome\r\n".getBytes(StandardCharsets.UTF_8));
                        socket.getInputStream().read();
                        socket.getOutputStream().write("+PONG".getBytes(StandardCharsets.UTF_8));
                        socket.getInputStream().readAllBytes();
                    } catch (IOException enough) {
                        // the probe has what it wants
                    }
                }
            });
            greeting.setDaemon(true);
            greeting.start();
            var port = server.getLocalPort();

            ask(probe("{kind: tcp, ports: [%d], send: PING, expect: +PONG}", port));
            ask(probe("{kind: tcp, host: localhost, ports: [%d], expect: welcome}", port));
            assertThat(wrong(probe("{kind: tcp, ports: [%d], send: PING, expect: other}", port)))
                    .hasMessageContaining("it does not answer other. Read ");
            assertThat(answer("answer")).isEqualTo("220 welcome\r\n+PONG\n");
        }
    }

    @Test
    void the_JSON_that_a_command_prints_may_have_several_lines() {
        var yaml = "{kind: command, directory: /, command: [printf, '%s'], values: {lost: $.a.lost}}";

        assertThat(ask(probe(yaml, "{\\n  \"a\": {\\n    \"lost\": 1\\n  }\\n}\\nwarning\\n"))
                        .values())
                .containsEntry("lost", 1);
        assertThat(ask(probe(yaml, "{\"a\": {\"lost\": 1}}\\n{\"a\": {\"lost\": 2}}\\n"))
                        .values())
                .containsEntry("lost", 2);
    }

    private static Probe counting(String lost, String path) {
        return probe("{kind: command, command: [bin/count, '%s'], values: {ledgerLost: %s}}", lost, path);
    }

    @Test
    void a_command_that_needs_no_release_runs_without_one() {
        var harness = new ActionHarness(
                root.resolve("records"),
                new ProbeSettings(
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Map.of(
                                "anywhere",
                                probe("{kind: command, command: [/bin/sh, -c, pwd]}"),
                                "elsewhere",
                                probe("{kind: command, command: [pwd], directory: '%1$s', expect: '%1$s'}", root),
                                "release",
                                probe("{kind: command, command: [bin/play]}"))));

        assertThat(harness.run("probe", "probe", "anywhere").summary()).startsWith("/bin/sh succeeds in ");
        assertThat(harness.run("probe", "probe", "elsewhere").summary()).startsWith("pwd succeeds in ");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("probe", "probe", "release"))
                        .error())
                .isEqualTo("MissingSettings");
    }

    @Test
    void an_unknown_kind_is_a_problem_with_its_place_and_the_known_kinds() {
        var problems = new Problems();
        var file = YamlFile.parse(
                "production.yaml", "named:\n  it: {kind: htpp, urls: [x]}\n  that: {urls: [x]}\n", problems);

        new RecordReader().read(Objects.requireNonNull(file), ProbeSettings.class);

        assertThat(problems.list().stream().map(Problem::text))
                .containsExactly(
                        "production.yaml:2:14  named.it.kind: unknown kind 'htpp'."
                                + " Known: http, websocket, tcp, sql, logs, command. Did you mean http?",
                        "production.yaml:3:9  named.that: the field kind is missing."
                                + " Known: http, websocket, tcp, sql, logs, command.");
    }

    @Test
    void a_probe_that_nobody_wrote_is_refused_with_those_that_there_are() {
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness(http(web.url("/")), Duration.ZERO).run("probe", "probe", "its"));

        assertThat(failed.error()).isEqualTo("UnknownProbe");
        assertThat(failed.remedy()).isEqualTo("Known: it");
    }
}
