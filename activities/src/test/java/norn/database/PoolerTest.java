package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Reached;
import norn.action.SettingsText;
import norn.database.PoolerStandIn.SessionOptions;
import norn.database.postgres.Pooler;
import norn.database.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pooler in front of the server: services may use it, and Norn's own address may not lead to it. */
@Tag("server")
class PoolerTest extends DatabaseTestBase {
    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "game");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_done_through_one_whatever_it_makes_of_the_session(SessionOptions options) throws Exception {
        try (var pooler = new PoolerStandIn(port(), options)) {
            harness = testDatabase.harness(settings(pooler));
            for (var action :
                    List.of("check-database", "back-up", "copy-database", "swap-database", "restore-database")) {
                var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action));

                assertThat(failed.error()).as(action).isEqualTo("PoolerBetween");
                assertThat(failed)
                        .hasMessage("connecting to postgres as norn: url leads to a pooler, not to PostgreSQL itself");
                assertThat(failed.remedy())
                        .contains("PostgreSQL itself, by its own host and port", "the services may go on");
                assertThat(failed.retryable()).isFalse();
            }
        }

        assertThat(testDatabase.databases()).containsExactly("game");
    }

    @ParameterizedTest
    @EnumSource
    void whether_the_url_leads_to_one_is_said_where_the_file_is_checked(SessionOptions options) throws Exception {
        var capability = new DatabaseCapability();
        try (var pooler = new PoolerStandIn(port(), options)) {
            var settings = settings(pooler);

            assertThat(capability.reach(settings, testDatabase.harness(settings).host()))
                    .containsExactly(new Reached("database game", Pooler.BETWEEN + ". " + Pooler.REMEDY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_store_too(SessionOptions options) throws Exception {
        try (var pooler = new PoolerStandIn(port(), options)) {
            var reached = SettingsText.read(
                            Store.class,
                            """
                            kind: postgresql
                            url: %s
                            name: %s
                            owner: %s
                            user: norn
                            backups: %s
                            """,
                            pooler.url(),
                            testDatabase.name,
                            TestDatabase.OWNER,
                            home.resolve("backups"))
                    .reach("shop", testDatabase.harness().host());

            assertThat(reached.problem()).isEqualTo(Pooler.BETWEEN + ". " + Pooler.REMEDY);
        }
    }

    @Test
    void the_server_itself_is_none() throws Exception {
        var capability = new DatabaseCapability();

        assertThat(capability.reach(
                        testDatabase.settings(), testDatabase.harness().host()))
                .containsExactly(new Reached("database game", null));
    }

    private Database settings(PoolerStandIn pooler) {
        return TestDatabase.settings(pooler.url(), testDatabase.name, "norn", home, server.tools());
    }

    private static int port() {
        return URI.create(server.url().substring("jdbc:".length())).getPort();
    }
}
