package norn.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import norn.exec.CommandResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariadbFailureTest {
    @ParameterizedTest
    @CsvSource({
        "1290, ServerReadOnly",
        "1836, ServerReadOnly",
        "1045, LoginRefused",
        "1142, NotAllowed",
        "1021, DiskFull",
        "9999, StatementFailed"
    })
    void an_error_number_is_said_as_what_a_person_can_change(int number, String error) {
        var failure = MariadbFailure.of("writing", new SQLException("the row 'secret'", "HY000", number));

        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure).hasMessageEndingWith("(error %d)".formatted(number));
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    /** The client puts the number behind the word ERROR, mariadb-dump into parentheses. */
    @ParameterizedTest
    @CsvSource({
        "ERROR 2006 (HY000) at line 50: Server has gone away, the server ended the session in the middle",
        "ERROR 1153 (08S01) at line 50: Got a packet bigger, a row is larger than the server's max_allowed_packet",
        "ERROR 2002 (HY000): Can't connect to server, the server refused the session",
        "ERROR 1114 (HY000) at line 9: The table 'char' is full, a disk is full",
        "mariadb-dump: Couldn't execute 'SHOW': table (1356), 'a view refers to a table or a function that is not"
                + " there, or that its definer may not use'",
        "ERROR 1290 (HY000) at line 3: running with the --read-only option, 'the server, or an option of it such as"
                + " read_only, lets nobody write'",
        "mariadb-dump: Got error: 1045: \"Access denied for user 'norn'\" when trying to connect, the server refuses"
                + " the user or its password"
    })
    void what_a_program_prints_is_said_as_its_cause(String printed, String cause) {
        var log = Path.of("restore.log");

        var failure = MariadbToolFailure.of(
                "BackupNotVerified",
                "players",
                new CommandResult("restore-players", "mariadb", 1, log, log, printed, Optional.empty(), Duration.ZERO));

        assertThat(failure).hasMessage("players: " + cause);
    }
}
