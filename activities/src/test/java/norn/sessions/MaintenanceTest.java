package norn.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.fingerprint.HostState;
import norn.state.Evidence.Outcome;
import norn.state.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {
    /** Where the installation keeps users out; what fails is said by files beside it. */
    private static final String GATE = """
        #!/bin/sh
        cd "$(dirname "$0")" || exit 9
        echo "$1" >> asked
        case "$1" in
          close) [ -f stuck ] || touch closed;;
          open) [ -f stuck ] || rm -f closed;;
          status) [ -f silent ] && exit 7; [ -f closed ];;
        esac
        """;

    @TempDir
    Path root;

    @BeforeEach
    void an_installation() throws Exception {
        var gate = Files.writeString(root.resolve("gate"), GATE);
        Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ActionHarness harness(String maintenance) {
        return new ActionHarness(
                root.resolve("records"),
                SettingsText.read(
                        SessionsSettings.class,
                        "maintenance: {%s}\ncount: [echo, '0']\n".formatted(maintenance),
                        root));
    }

    private ActionHarness byCommands() {
        return harness("kind: commands, enable: ['%1$s/gate', close], disable: ['%1$s/gate', open],"
                + " status: ['%1$s/gate', status], timeout: 600ms");
    }

    private ActionHarness byFile() {
        return harness("file: '%1$s/conf', enabled: {closed: 'yes'}, disabled: {closed: 'no'}, status: ['%1$s/gate',"
                + " status], timeout: 600ms");
    }

    @Test
    void commands_keep_users_out_and_let_them_in_once_each() throws Exception {
        var harness = byCommands();

        assertThat(harness.run("enable-maintenance").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("closed")).exists();
        assertThat(MaintenanceSettings.enabledSince(root.resolve("records"))).isPresent();
        assertThat(HostState.of(harness.host()).users()).isEqualTo(HostState.Users.OUT);
        assertThat(harness.run("enable-maintenance").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("drain-sessions").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("disable-maintenance").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("closed")).doesNotExist();
        assertThat(harness.run("disable-maintenance").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(Files.readAllLines(root.resolve("asked"))).containsOnlyOnce("close", "open");
    }

    @ParameterizedTest
    @CsvSource({
        "stuck, MaintenanceModeNotSet, says that users are let in still",
        "silent, MaintenanceModeUnknown, does not say"
    })
    void a_command_is_believed_by_what_is_seen_alone(String fault, String error, String says) throws Exception {
        Files.createFile(root.resolve(fault));
        var harness = byCommands();

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("enable-maintenance"));

        assertThat(failed.error()).isEqualTo(error);
        assertThat(failed).hasMessageContaining(says);
        Files.delete(root.resolve(fault));
        assertThat(harness.run("enable-maintenance").summary()).contains("maintenance mode is on");
    }

    @Test
    void an_unknown_maintenance_mode_is_neither_on_nor_off() throws Exception {
        var harness = byCommands();
        harness.run("enable-maintenance");
        Files.createFile(root.resolve("silent"));

        assertThat(harness.host()
                        .section(SessionsSettings.class)
                        .orElseThrow()
                        .maintenance()
                        .state())
                .isEqualTo(Finding.UNKNOWN);
        assertThat(HostState.of(harness.host()).users()).isEqualTo(HostState.Users.UNKNOWN);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("drain-sessions"))
                        .error())
                .isEqualTo("MaintenanceModeUnknown");
    }

    @Test
    void a_command_of_the_release_is_refused() {
        assertThatThrownBy(() -> harness("kind: commands, enable: [bin/gate], disable: [open], status: [status]"))
                .hasMessageContaining("bin/gate: is relative to a release");
    }

    @Test
    void what_servers_make_of_the_file_is_seen_where_they_answer() throws Exception {
        var conf = Files.writeString(root.resolve("conf"), "closed: no\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> byFile().run("enable-maintenance"));

        assertThat(failed.error()).isEqualTo("MaintenanceModeNotSet");
        assertThat(conf).content().contains("closed: yes");
        Files.createFile(root.resolve("silent"));
        var evidence = byFile().run("enable-maintenance");
        assertThat(evidence.values()).containsEntry("seenFromOutside", false);
        Files.delete(root.resolve("silent"));
        Files.createFile(root.resolve("closed"));
        assertThat(byFile().run("enable-maintenance").values()).containsEntry("seenFromOutside", true);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> byFile().run("disable-maintenance")))
                .hasMessageContaining("says that users are shut out still");
        Files.delete(root.resolve("closed"));
        assertThat(byFile().run("disable-maintenance").values()).containsEntry("seenFromOutside", true);
        assertThat(conf).hasContent("closed: no");
    }

    @Test
    void a_link_whose_file_is_missing_stays_a_link() throws Exception {
        Files.createSymbolicLink(root.resolve("conf"), Path.of("real"));
        Files.createFile(root.resolve("closed"));

        byFile().run("enable-maintenance");

        assertThat(root.resolve("conf")).isSymbolicLink();
        assertThat(root.resolve("real")).hasContent("closed: yes");
    }
}
