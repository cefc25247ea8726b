package norn.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.BooleanSupplier;
import norn.worker.metric.Metrics;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    @Test
    void a_process_that_works_is_healthy_and_one_that_does_not_is_not() throws Exception {
        try (var well = server(() -> true, Readiness.ready());
                var ill = server(() -> false, Readiness.ready())) {
            assertThat(get(well, "/health").statusCode()).isEqualTo(200);
            assertThat(get(well, "/health").body()).isEqualTo("{\"status\":\"healthy\"}\n");
            assertThat(get(ill, "/health").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void what_keeps_it_from_being_ready_is_said_as_json() throws Exception {
        try (var server =
                server(() -> true, Readiness.notReady(List.of("environment \"production\" cannot be read")))) {
            var answer = get(server, "/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"not ready\",\"reasons\":[\"environment \\\"production\\\" cannot be"
                            + " read\"]}\n");
        }
    }

    @Test
    void one_that_is_ready_says_so() throws Exception {
        try (var server = server(() -> true, Readiness.notReady(List.of()))) {
            assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/ready").body()).isEqualTo("{\"status\":\"ready\"}\n");
        }
    }

    @Test
    void metrics_are_served_as_prometheus_reads_them() throws Exception {
        try (var server = server(() -> true, Readiness.ready())) {
            var answer = get(server, "/metrics");

            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).contains("jvm_memory_used_bytes", "norn_worker_ready 0.0");
        }
    }

    @Test
    void a_port_that_is_taken_is_named() {
        try (var first = server(() -> true, Readiness.ready())) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port());

            assertThatThrownBy(() -> new HealthServer(taken, () -> true, Readiness::ready, () -> ""))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port %d".formatted(first.port()));
        }
    }

    private static HealthServer server(BooleanSupplier alive, Readiness readiness) {
        return new HealthServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), alive, () -> readiness, () -> {
                    try (var metrics = new Metrics()) {
                        return metrics.text();
                    }
                });
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
