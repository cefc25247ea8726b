package norn.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalProfileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void a_file_with_two_profiles() throws IOException {
        file = folder.resolve("temporal.toml");
        Files.writeString(file, """
            [profile.default]
            address = "temporal:7233"
            namespace = "deployments"
            [profile.cloud]
            address = "cloud.example:7233"
            namespace = "of-cloud"
            api_key = "secret"
            """);
    }

    @Test
    void the_default_profile_counts_unless_another_is_named() {
        assertThat(load().address()).contains("temporal:7233");
        assertThat(load().namespace()).isEqualTo("deployments");
        assertThat(load("TEMPORAL_PROFILE", "cloud").address()).contains("cloud.example:7233");
    }

    @Test
    void a_variable_goes_before_the_profile() {
        var profile = load("TEMPORAL_ADDRESS", "elsewhere:7233", "TEMPORAL_NAMESPACE", "other");

        assertThat(profile.address()).contains("elsewhere:7233");
        assertThat(profile.namespace()).isEqualTo("other");
    }

    @Test
    void an_api_key_turns_tls_on() {
        var options = load("TEMPORAL_PROFILE", "cloud").connection(null).build();

        assertThat(options.getTarget()).isEqualTo("cloud.example:7233");
        assertThat(options.getEnableHttps()).isTrue();
    }

    @Test
    void a_profile_that_is_not_there_is_no_other_profile() {
        assertThatThrownBy(() -> load("TEMPORAL_PROFILE", "clowd"))
                .isInstanceOf(InvalidTemporalProfile.class)
                .hasMessage("TEMPORAL_PROFILE=clowd: %s has no such profile; known: cloud, default".formatted(file));
    }

    @Test
    void a_file_that_is_no_toml_is_named() throws IOException {
        Files.writeString(file, "[profile.default\n");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidTemporalProfile.class)
                .hasMessageContaining("Temporal's configuration %s cannot be read".formatted(file));
    }

    @Test
    void a_file_that_is_named_and_missing_is_said() {
        assertThatThrownBy(() ->
                        load("TEMPORAL_CONFIG_FILE", folder.resolve("gone.toml").toString()))
                .isInstanceOf(InvalidTemporalProfile.class)
                .hasMessageContaining("gone.toml");
    }

    @Test
    void a_certificate_that_is_missing_is_said() {
        var missing = folder.resolve("client.pem").toString();

        assertThatThrownBy(() -> load("TEMPORAL_TLS_CLIENT_CERT_PATH", missing, "TEMPORAL_TLS_CLIENT_KEY_PATH", missing)
                        .connection(null))
                .isInstanceOf(InvalidTemporalProfile.class)
                .hasMessageContaining("client.pem");
    }

    private TemporalProfile load(String... variables) {
        var all = new HashMap<>(Map.of("TEMPORAL_CONFIG_FILE", file.toString()));
        for (var i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return TemporalProfile.load(all);
    }
}
