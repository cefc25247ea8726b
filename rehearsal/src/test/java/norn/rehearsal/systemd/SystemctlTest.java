package norn.rehearsal.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.rehearsal.system.SandboxFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemctlTest {
    @TempDir
    private Path folder;

    private Systemctl saying(String script) throws IOException {
        return new Systemctl(List.of(
                "sh", Files.writeString(folder.resolve("systemctl"), script).toString()));
    }

    @Test
    void a_systemd_that_names_its_version_runs_whatever_else_has_failed_in_it() throws Exception {
        assertThat(saying("""
            echo Version=252.38-1~deb12u1
            echo SystemState=degraded
            """).presence()).isEqualTo(Presence.yes("252"));
    }

    @Test
    void none_runs_where_nothing_listens_for_systemctl() throws Exception {
        for (var reason : List.of("No medium found", "No such file or directory", "Connection refused")) {
            assertThat(saying("echo 'Failed to connect to bus: %s' >&2; exit 1".formatted(reason))
                            .presence())
                    .isEqualTo(Presence.no("systemctl --user says: Failed to connect to bus: " + reason));
        }
        assertThat(new Systemctl(List.of("env", "no-such-systemctl")).presence().state())
                .isEqualTo(Presence.State.NO);
    }

    @Test
    void one_that_is_too_old_or_about_to_end_is_none() throws Exception {
        assertThat(saying("echo 'Version=239 (239-82.el8)'").presence())
                .isEqualTo(Presence.no("systemd 239 cannot add to a log file; 240 can"));
        assertThat(saying("echo Version=252; echo SystemState=stopping").presence())
                .isEqualTo(Presence.no("systemd takes no jobs: its state is stopping"));
    }

    @Test
    void whether_one_runs_is_unknown_where_systemctl_says_anything_else() throws Exception {
        assertThat(saying("echo 'Failed to connect to bus:'; echo 'Permission denied'; exit 1")
                        .presence())
                .isEqualTo(Presence.unknown("systemctl --user says: Failed to connect to bus: Permission denied"));
        assertThat(saying("").presence())
                .isEqualTo(Presence.unknown("systemctl --user prints no version, but: nothing"));
        assertThat(new Systemctl(List.of("/no/systemctl")).presence().state()).isEqualTo(Presence.State.UNKNOWN);
    }

    @Test
    void a_unit_is_gone_with_its_systemd_and_may_be_there_while_that_is_unknown() throws Exception {
        saying("echo 'Failed to connect to bus: Connection refused'; exit 1").remove("a.service");

        assertThatThrownBy(() -> saying("echo 'Permission denied'; exit 1").remove("a.service"))
                .isInstanceOf(SandboxFailure.class)
                .hasMessage("a.service may still be in the user's systemd (systemctl --user says: Permission denied)."
                        + " Once that answers: `systemctl --user stop a.service`, then `systemctl --user disable"
                        + " --runtime a.service`.");
    }
}
