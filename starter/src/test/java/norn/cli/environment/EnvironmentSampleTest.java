package norn.cli.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.cli.CliResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first with an environment of their own: print the sample, check it, mistype something. */
class EnvironmentSampleTest {
    @TempDir
    private Path config;

    private final String sample = CliResult.command("environment", "sample").out();

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(config.resolve("environments"));
    }

    @Test
    void the_sample_fits_the_built_in_runbook() throws IOException {
        assertThat(check(sample)).isEqualTo(new CliResult(0, "production: no problems\n", ""));
    }

    @Test
    void a_misspelt_field_is_named_with_its_place_and_what_was_meant() throws IOException {
        var result = check(sample.replace("  pace: real", "  pcae: real"));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.err())
                .startsWith("production.yaml:7:3  policy.pcae: unknown field. Known: ")
                .endsWith("Did you mean pace?\n");
    }

    @Test
    void an_environment_in_which_nobody_is_on_call_is_said_to_be_one() throws IOException {
        var unattended = sample.replaceAll("(?m)^( +)pager:.*\\R.*pagerAddress}$", "$1pager: []");

        assertThat(check(unattended))
                .isEqualTo(new CliResult(
                        0,
                        "production: no problems\n"
                                + "note: host.channels.audiences.pager has no channel: Norn calls nobody when a step"
                                + " fails, a gate is not answered or a rollback criterion is met. 'norn environment"
                                + " sample' shows the channels.\n",
                        ""));
    }

    @Test
    void what_is_nested_without_end_is_no_crash() throws IOException {
        assertThat(check("policy: " + "[".repeat(100_000)))
                .isEqualTo(new CliResult(
                        78,
                        "",
                        "production.yaml:1:1: is nested too deeply. Nothing in Norn's files is more than a"
                                + " dozen levels deep.\n"));
    }

    private CliResult check(String text) throws IOException {
        Files.writeString(config.resolve("environments/production.yaml"), text);
        return CliResult.command("environment", "check", "production", "--config", config.toString());
    }
}
