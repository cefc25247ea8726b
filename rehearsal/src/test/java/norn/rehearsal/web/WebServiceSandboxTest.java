package norn.rehearsal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class WebServiceSandboxTest {
    @TempDir
    private Path directory;

    @Test
    void the_old_release_serves_orders_and_fulfils_them() throws Exception {
        try (var sandbox = WebServiceSandbox.create(directory, WebServiceFault.NONE);
                var customers = sandbox.customers()) {
            await().until(() -> customers.confirmed().size() > 20);

            assertThat(get(sandbox, "/health")).isEqualTo("{\"status\": \"ok\", \"release\": \"v2.3.0\"}");
            assertThat(get(sandbox, "/orders")).contains("\"coffee\"");
            assertThat(get(sandbox, "/metrics")).contains("orders_waiting ", "http_requests_total{status=\"200\"} ");
            assertThat(customers.lost()).isEmpty();

            customers.stop();
            await().until(() -> get(sandbox, "/queue").equals("{\"waiting\": 0}"));
        }
    }

    private static String get(WebServiceSandbox sandbox, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
