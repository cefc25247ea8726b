package norn.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.worker.log.LogFormat;
import norn.yaml.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceValuesTest {
    private static final ServiceValues NOTHING = new ServiceValues(null, List.of(), null, null, null, null);

    @TempDir
    Path folder;

    @Test
    void a_flag_goes_before_a_variable_and_a_variable_before_the_file() throws IOException {
        file("""
            host: of-file
            environments: [production, staging]
            healthPort: 1
            logFormat: json
            """);
        var variables = ServiceValues.ofVariables(Map.of("NORN_HOST", "of-variable", "NORN_HEALTH_PORT", "2"));
        var flags = new ServiceValues("of-flag", List.of(), null, null, null, null);

        assertThat(flags.or(variables).or(ServiceValues.ofFile(folder)))
                .isEqualTo(
                        new ServiceValues("of-flag", List.of("production", "staging"), null, 2, LogFormat.JSON, null));
    }

    @Test
    void every_setting_can_be_a_variable() {
        assertThat(ServiceValues.ofVariables(Map.of(
                        "NORN_HOST", "game-1",
                        "NORN_ENVIRONMENTS", "production, staging",
                        "NORN_HEALTH_ADDRESS", "0.0.0.0",
                        "NORN_HEALTH_PORT", "9464",
                        "NORN_LOG_FORMAT", "json",
                        "NORN_STOP_TIMEOUT", "30s")))
                .isEqualTo(new ServiceValues(
                        "game-1",
                        List.of("production", "staging"),
                        "0.0.0.0",
                        9464,
                        LogFormat.JSON,
                        Duration.ofSeconds(30)));
    }

    @Test
    void what_is_empty_or_not_there_says_nothing() {
        assertThat(ServiceValues.ofVariables(Map.of("NORN_HOST", " ", "NORN_ENVIRONMENTS", "")))
                .isEqualTo(NOTHING);
        assertThat(ServiceValues.ofFile(folder)).isEqualTo(NOTHING);
    }

    @Test
    void every_wrong_variable_is_named_at_once() {
        assertThatThrownBy(() -> ServiceValues.ofVariables(
                        Map.of("NORN_HEALTH_PORT", "many", "NORN_LOG_FORMAT", "xml", "NORN_STOP_TIMEOUT", "soon")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("NORN_HEALTH_PORT")
                .hasMessageContaining("NORN_LOG_FORMAT")
                .hasMessageContaining("NORN_STOP_TIMEOUT");
    }

    @Test
    void a_misspelt_field_of_the_file_is_refused() throws IOException {
        file("healthport: 9464\n");

        assertThatThrownBy(() -> ServiceValues.ofFile(folder))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("worker.yaml:1:1")
                .hasMessageContaining("Did you mean healthPort?");
    }

    @Test
    void a_port_that_is_none_is_refused_wherever_it_is_written() throws IOException {
        file("healthPort: 70000\n");

        assertThatThrownBy(() -> ServiceValues.ofFile(folder))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("70000 is no port");
        assertThatThrownBy(() -> ServiceValues.ofVariables(Map.of("NORN_HEALTH_PORT", "-1")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("NORN_HEALTH_PORT");
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve(ServiceValues.FILE), text);
    }
}
