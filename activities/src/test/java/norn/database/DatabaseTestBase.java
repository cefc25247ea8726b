package norn.database;

import java.nio.file.Path;
import norn.action.ActionHarness;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one server, each of which makes a database of its own, and has it dropped. */
abstract class DatabaseTestBase {
    @TempDir
    static Path serverHome;

    static StandaloneDatabaseServer server;

    @TempDir
    Path home;

    TestDatabase testDatabase;
    ActionHarness harness;

    @BeforeAll
    static void start() throws Exception {
        server = StandaloneDatabaseServer.start(serverHome);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        testDatabase.close();
    }
}
