package norn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryIT {
    @TempDir
    private Path home;

    @Test
    void a_new_worker_goes_on_long_before_the_killed_one_is_missed() {
        var missedAfter = "20m"; // the measurement itself waits for a minute and a half

        var kills = Recovery.kill(home, List.of(500, 1500), missedAfter, line -> {});

        assertThat(kills).hasSize(2);
    }
}
