package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import norn.worker.metric.Metrics;
import org.junit.jupiter.api.Test;

class WorkerTest {
    @Test
    void health_and_metrics_can_be_asked() throws Exception {
        var metrics = new Metrics();
        metrics.scope().counter("norn_test").inc(1);
        try (metrics;
                var health = new HealthServer(0, () -> false, metrics::text)) {
            assertThat(get(health, "/health").statusCode()).isEqualTo(503);
            assertThat(get(health, "/metrics").body()).contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void is_warm_before_it_takes_a_task() {
        assertThatNoException().isThrownBy(WarmUp::plannedAndRun);
    }

    private static HttpResponse<String> get(HealthServer health, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(health.port(), path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
