package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import norn.rehearsal.web.WebServiceFault;
import norn.rehearsal.web.WebServiceSandbox;
import norn.state.StepState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quite another installation by the runbook {@code web-service}: no players, no cache, no channels, measures of its own. */
class WebServiceIT {
    @TempDir
    private Path folder;

    @Test
    void a_good_release_goes_live_and_stands_its_first_day() throws Exception {
        try (var fixture = WebServiceFixture.open(folder, WebServiceFault.NONE);
                var customers = fixture.sandbox().customers()) {
            var run = fixture.deploy();

            assertThat(run.ending().status()).as(run.ending().reason()).isEqualTo("SUCCESSFUL");
            assertThat(run.last().steps())
                    .filteredOn(step -> !step.phase().id().equals("rollback"))
                    .allSatisfy(step -> assertThat(step.state())
                            .as(step.id())
                            .isEqualTo(isNotNeeded(step.id()) ? StepState.NOT_NEEDED : StepState.DONE));
            assertThat(servingRelease(fixture.sandbox())).contains(WebServiceSandbox.NEW_RELEASE);
            assertThat(customers.confirmed()).isNotEmpty();
            assertThat(customers.lost()).isEmpty();
            assertThat(Path.of(run.ending().result().path("report").asText()))
                    .content()
                    .contains("SUCCESSFUL");
        }
    }

    /** Nothing is old enough to be removed, and the environment names no stores. */
    private static boolean isNotNeeded(String step) {
        return step.equals("remove-old") || step.contains("stores");
    }

    @Test
    void a_release_whose_queue_grows_is_rolled_back_and_no_order_is_lost() throws Exception {
        try (var fixture = WebServiceFixture.open(folder, WebServiceFault.QUEUE);
                var customers = fixture.sandbox().customers()) {
            var run = fixture.deploy();

            assertThat(run.ending().status()).as(run.ending().reason()).isEqualTo("ROLLED_BACK");
            assertThat(run.ending().reason()).contains("queue-grows");
            RehearsalFixture.assertSameFingerprints(run.ending().result());
            assertThat(servingRelease(fixture.sandbox())).contains(WebServiceSandbox.OLD_RELEASE);
            assertThat(customers.confirmed()).isNotEmpty();
            assertThat(customers.lost()).isEmpty();
            customers.stop();
            await().untilAsserted(
                            () -> assertThat(get(fixture.sandbox(), "/queue")).isEqualTo("{\"waiting\": 0}"));
        }
    }

    private static String servingRelease(WebServiceSandbox sandbox) throws Exception {
        return get(sandbox, "/health");
    }

    private static String get(WebServiceSandbox sandbox, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
