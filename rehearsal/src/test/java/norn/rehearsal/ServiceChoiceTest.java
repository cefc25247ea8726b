package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox like production says at its beginning: who runs its services. */
class ServiceChoiceTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private boolean isSystemdUsed(String systemctl) throws IOException {
        return isSystemdUsed(folder, systemctl);
    }

    private boolean isSystemdUsed(Path root, String systemctl) throws IOException {
        var script = Files.writeString(folder.resolve("systemctl"), systemctl);
        var options = SandboxOptions.standard().withSystemctl(List.of("sh", script.toString()));
        return SandboxBuilder.systemctl(root, options, said::add).isPresent();
    }

    @Test
    void systemd_runs_the_ai_service_where_it_answers() throws Exception {
        assertThat(isSystemdUsed("echo Version=252")).isTrue();
        assertThat(said)
                .containsExactly("services: the user's systemd (version 252) runs the AI service, a script the game"
                        + " servers, pm2 the dashboard");
    }

    @Test
    void pm2_does_where_none_answers_and_the_reason_is_said() throws Exception {
        assertThat(isSystemdUsed("echo No medium found; exit 1")).isFalse();
        assertThat(said)
                .containsExactly("services: pm2 runs the AI service and the dashboard, a script the game servers. The"
                        + " user's systemd runs none: systemctl --user says: No medium found");
    }

    @Test
    void pm2_does_where_that_is_unknown_and_unknown_is_said() throws Exception {
        assertThat(isSystemdUsed("echo Permission denied; exit 1")).isFalse();
        assertThat(said)
                .containsExactly("services: pm2 runs the AI service and the dashboard, a script the game servers."
                        + " Whether the user's systemd runs is unknown, so it runs none: systemctl --user says:"
                        + " Permission denied");
    }

    @Test
    void pm2_does_in_a_folder_from_which_systemd_runs_no_programs() throws Exception {
        assertThat(isSystemdUsed(Path.of("/home/o'brien/sandbox"), "echo Version=252"))
                .isFalse();
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith("The user's systemd runs none: systemd takes no quotes and backslashes in a program's path,"
                        + " and there are some in /home/o'brien/sandbox");
    }
}
