package norn.worker;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests each of which has a harness of its own. */
abstract class WorkflowTestBase {
    @TempDir
    Path records;

    WorkflowHarness harness;

    @BeforeEach
    void start() {
        harness = new WorkflowHarness(records);
    }

    @AfterEach
    void end() {
        harness.close();
    }
}
