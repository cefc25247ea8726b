package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import norn.catalog.InvalidEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostEnvironmentsTest {
    @TempDir
    Path folder;

    private Path file;
    private Path secret;
    private HostEnvironments environments;

    @BeforeEach
    void an_environment_with_a_secret() throws IOException {
        file = folder.resolve("environments/production.yaml");
        secret = folder.resolve("password");
        Files.createDirectories(file.getParent());
        secret("first");
        write("/records");
        environments = new HostEnvironments(folder);
    }

    @Test
    void a_host_is_read_again_only_when_its_files_have_changed() throws IOException {
        environments.host("production"); // where its secrets are is known from here on
        var before = environments.host("production");

        assertThat(environments.host("production")).isSameAs(before);

        write("/elsewhere");

        assertThat(environments.host("production").records()).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void a_changed_secret_is_noticed() throws IOException {
        environments.host("production");
        environments.host("production");

        secret("second");

        assertThat(environments.host("production").secret("password")).isEqualTo("second");
    }

    @Test
    void a_secret_that_everybody_may_read_is_refused_each_time() throws IOException {
        environments.host("production");
        environments.host("production");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> environments.host("production")).isInstanceOf(InvalidEnvironment.class);
        assertThatThrownBy(() -> environments.host("production")).isInstanceOf(InvalidEnvironment.class);

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

        assertThat(environments.host("production").secret("password")).isEqualTo("first");
    }

    private void write(String records) throws IOException {
        Files.writeString(file, """
                environment: production
                runbook: web-service
                policy:
                  zone: UTC
                  people: {release-manager: [alice]}
                host:
                  records: %s
                  secrets: {password: {file: %s}}
                """.formatted(records, secret));
    }

    private void secret(String value) throws IOException {
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, value);
    }
}
