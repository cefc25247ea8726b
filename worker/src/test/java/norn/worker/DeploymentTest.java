package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import norn.journal.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
    @TempDir
    Path records;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(records);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void goes_through_all_phases_and_the_week() {
        var deployment = bench.deployment("d");

        deployment.live().complete("weekly-review").go("final-sign-off");

        var result = deployment.result();
        assertThat(result.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(result.fingerprintBefore()).isEqualTo("f00d");
        assertThat(result.previousRelease()).isEqualTo("v0.9.0");
        assertThat(bench.world.ledger)
                .containsExactly(
                        "survey-host#1",
                        "announce#1",
                        "fingerprint#1",
                        "close-door#1",
                        "migrate-database#1",
                        "activate#1",
                        "open-door#1",
                        "watch#1");
        assertThat(Path.of(result.report())).exists();
    }

    @Test
    void a_failure_after_the_first_change_can_roll_back() {
        bench.world.failing("activate", 1);
        var deployment = bench.deployment("d");

        deployment.prepare().go("start-day").go("shut-down").awaitWaiting("activate");
        deployment.update("resolve", "step", "activate", "choice", "ROLL_BACK", "by", "alice");
        deployment.awaitChecklist(checklist -> checklist.path("status").asText().equals("ROLLED_BACK"));
        deployment.complete("post-mortem");

        var result = deployment.result();
        assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(result.fingerprintAfter()).isEqualTo(result.fingerprintBefore());
        assertThat(bench.world.ledger)
                .endsWith("activate#1", "page#1", "survey-world#1", "restore-code#1", "prove-fingerprint#1");
    }
}
