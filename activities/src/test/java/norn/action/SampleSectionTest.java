package norn.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import norn.action.run.Actions;
import norn.cache.CacheSettings;
import norn.channel.ChannelSettings;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.database.Database;
import norn.database.store.StoreSettings;
import norn.fingerprint.FingerprintSettings;
import norn.host.HostRequirements;
import norn.probe.ProbeSettings;
import norn.service.ServiceSettings;
import norn.sessions.SessionsSettings;
import norn.watch.WatchSettings;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampleSectionTest {
    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of("code", "code", CodeSettings.class),
                Arguments.of("configuration", "configuration", ConfigurationSettings.class),
                Arguments.of("service", "services", ServiceSettings.class),
                Arguments.of("sessions", "sessions", SessionsSettings.class),
                Arguments.of("probe", "probes", ProbeSettings.class),
                Arguments.of("channel", "channels", ChannelSettings.class),
                Arguments.of("host", "requirements", HostRequirements.class),
                Arguments.of("watch", "watch", WatchSettings.class),
                Arguments.of("database", "database", Database.class),
                Arguments.of("database/store", "stores", StoreSettings.class),
                Arguments.of("cache", "cache", CacheSettings.class),
                Arguments.of("fingerprint", "fingerprint", FingerprintSettings.class));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void the_sample_of_a_section_is_read_without_a_problem(String folder, String section, Class<?> settings)
            throws IOException {
        var problems = new Problems();

        var root = YamlFile.parse("sample.yaml", sample(folder), problems);
        var read = new RecordReader()
                .read(Objects.requireNonNull(Objects.requireNonNull(root).field(section)), settings);

        assertThat(problems.list()).isEmpty();
        assertThat(read).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void the_sample_shows_every_field_of_its_section(String folder, String section, Class<?> settings)
            throws IOException {
        var problems = new Problems();

        var root = Objects.requireNonNull(YamlFile.parse("sample.yaml", sample(folder), problems));

        assertThat(Objects.requireNonNull(root.field(section)).fields().keySet())
                .containsAll(RecordReader.fieldsOf(settings));
    }

    @Test
    void no_settings_file_of_the_sample_lies_behind_a_link_out_of_the_release() throws IOException {
        var code = read("code", "code", CodeSettings.class);
        var links = code.shared().stream()
                .filter(CodeSettings.Shared::link)
                .map(CodeSettings.Shared::to)
                .toList();

        assertThat(read("configuration", "configuration", ConfigurationSettings.class)
                        .files()
                        .values())
                .noneMatch(file -> links.stream().anyMatch(link -> file.to().startsWith(link + "/")));
    }

    private static <T> T read(String folder, String section, Class<T> settings) throws IOException {
        var root = Objects.requireNonNull(YamlFile.parse("sample.yaml", sample(folder), new Problems()));
        return Objects.requireNonNull(new RecordReader().read(Objects.requireNonNull(root.field(section)), settings));
    }

    @Test
    void every_capability_has_a_sample_of_its_section() {
        assertThat(Actions.capabilities())
                .allSatisfy(capability -> assertThat(capability.sample()).contains("  " + capability.section() + ":"));
    }

    private static String sample(String folder) throws IOException {
        try (var in = SampleSectionTest.class.getResourceAsStream("/norn/" + folder + "/sample.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
