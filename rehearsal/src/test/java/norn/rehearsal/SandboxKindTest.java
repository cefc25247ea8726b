package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.rehearsal.production.Pm2;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.ToolMissing;
import org.junit.jupiter.api.Test;

class SandboxKindTest {
    @Test
    void a_kind_is_named_by_its_word() {
        assertThat(SandboxKind.named("production")).isEqualTo(SandboxKind.PRODUCTION);
        assertThatThrownBy(() -> SandboxKind.named("prod"))
                .hasMessage("no sandbox is like \"prod\". Known: plain, production");
    }

    @Test
    void all_programs_that_are_missing_are_named_at_once() {
        Map<String, String> missing = new LinkedHashMap<>();
        missing.put("python3 with venv", "apt install python3 python3-venv");
        missing.put("python3 with pip", "apt install python3-pip");

        assertThat(new ToolMissing(missing))
                .hasMessage("not installed: python3 with venv (apt install python3 python3-venv), python3 with pip"
                        + " (apt install python3-pip). A sandbox like production is made with them.");
    }

    @Test
    void a_folder_whose_path_is_too_long_for_sockets_is_refused_before_anything_is_made() {
        Pm2.requireShort(Path.of("/srv/norn/sandbox/pm2"));

        assertThatThrownBy(() -> Pm2.requireShort(Path.of("/srv/" + "x".repeat(90))))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("Name a directory whose path is shorter");
    }

    @Test
    void a_sandbox_that_an_earlier_version_made_is_a_plain_one() throws Exception {
        var read = SandboxFile.JSON.readValue("""
            {"sizeGb": 0.045, "players": 8, "fault": "NONE", "cache": null}
            """, SandboxOptions.class);

        assertThat(read).isEqualTo(SandboxOptions.standard());
    }
}
