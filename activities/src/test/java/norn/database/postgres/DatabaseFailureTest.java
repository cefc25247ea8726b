package norn.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class DatabaseFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, DatabaseUnreachable, true",
        "57P03, DatabaseUnreachable, true",
        "28P01, LoginRefused, false",
        "53100, DiskFull, true",
        "53300, TooManyConnections, true",
        "42501, NotAllowed, false",
        "42P01, StatementFailed, false",
        "23505, StatementFailed, false",
        "55006, InUse, true",
        "40P01, Interrupted, true",
        "55P03, Interrupted, true",
        "54000, LimitReached, false",
        "25006, NotPossibleNow, false",
        "XX001, DataDamaged, false"
    })
    void it_is_tried_again_only_where_that_can_help(String state, String error, boolean retryable) {
        var failed = DatabaseFailure.of("copying", failure("refused", state));

        assertThat(failed.error()).isEqualTo(error);
        assertThat(failed.retryable()).isEqualTo(retryable);
        if (retryable) {
            assertThat(failed.remedy()).contains("RETRY").doesNotContain("RETRY alone does not help");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FATAL: unsupported startup parameter: options",
                "FATAL: no such database: postgres",
                "FATAL: no such user: norn",
                "FATAL: password authentication failed",
                "FATAL: SASL authentication failed",
                "FATAL: no more connections allowed (max_client_conn)",
                "FATAL: query_wait_timeout",
                "FATAL: bouncer config error",
                "FATAL: pgbouncer cannot connect to server"
            })
    void a_pooler_in_front_of_the_server_is_named(String message) {
        var failed = DatabaseFailure.of("connecting", failure(message, "08P01"));

        assertThat(failed.error()).isEqualTo("PoolerBetween");
        assertThat(failed).hasMessage("connecting: url leads to a pooler, not to PostgreSQL itself");
        assertThat(failed.remedy()).contains("lead to PostgreSQL itself");
    }

    @Test
    void to_whoever_only_reads_a_pooler_s_refusal_is_one_of_its_own() {
        assertThat(DatabaseFailure.describe(failure("FATAL: no such user: reader", "08P01")))
                .isEqualTo("refused by a pooler in front of the server: FATAL: no such user: reader");
    }

    @ParameterizedTest
    @CsvSource({
        "FATAL: password authentication failed for user \"norn\", 28P01, LoginRefused",
        "FATAL: database \"game\" does not exist, 3D000, StatementFailed",
        "FATAL: certificate authentication failed for user \"norn\", 28000, LoginRefused",
        "FATAL: terminating connection due to idle-in-transaction timeout, 25P03, NotPossibleNow"
    })
    void a_refusal_of_the_server_itself_is_no_pooler_s(String message, String state, String error) {
        assertThat(DatabaseFailure.of("connecting", failure(message, state)).error())
                .isEqualTo(error);
    }

    @Test
    void rows_that_are_hidden_are_distinguished_from_a_right_that_is_missing() {
        var failed = DatabaseFailure.of(
                "reading", failure("query would be affected by row-level security policy for table \"t\"", "42501"));

        assertThat(failed.error()).isEqualTo("RowsHidden");
        assertThat(failed.remedy()).contains("BYPASSRLS");
    }

    @Test
    void what_a_right_is_missing_for_is_named_but_no_text_of_a_function_is() {
        assertThat(DatabaseFailure.describe(reported("aclcheck_error", "permission denied for schema library")))
                .isEqualTo("the role has no right to this: permission denied for schema library (SQLSTATE 42501)");
        assertThat(DatabaseFailure.describe(reported("exec_stmt_raise", "row (1, secret) is refused")))
                .isEqualTo("the role has no right to this (SQLSTATE 42501)");
    }

    /** As the protocol carries it: fields, each a letter and its text, with a zero between. */
    private static SQLException reported(String routine, String message) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C42501\0M%s\0R%s\0".formatted(message, routine)));
    }

    private static SQLException failure(String message, String state) {
        return new SQLException(message, state);
    }
}
