package norn.worker;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a bench each. */
abstract class BenchTest {
    @TempDir
    Path records;

    Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(records);
    }

    @AfterEach
    void end() {
        bench.close();
    }
}
