package norn.rehearsal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import norn.rehearsal.system.SystemPrograms;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Those that this machine has, against a registry that is none. */
class PackageManagerIT {
    private static final Installable THING = new Installable("thing", "the thing", "");
    private static final InstallLimits LIMITS = new InstallLimits(Duration.ofMinutes(10), Duration.ofMinutes(1));
    private static final Duration ANSWER = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    static Stream<PackageManager> managers() {
        return Stream.of(PackageManager.pip(), PackageManager.maven(), PackageManager.npm(List.of("npm")))
                .filter(manager -> !manager.name().equals("npm")
                        || SystemPrograms.find("npm").isPresent())
                .map(PackageManagerIT::impatient);
    }

    private static PackageManager impatient(PackageManager manager) {
        return new PackageManager(
                manager.name(), answer -> manager.words().within(ANSWER), manager.connection(), manager.noise());
    }

    /** The system takes connections for it, and nobody ever answers. */
    @ParameterizedTest
    @MethodSource("managers")
    void from_a_registry_that_never_answers_nothing_is_had(PackageManager manager) throws IOException {
        try (var registry = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            assertThatFetchingFails(manager, registry.getLocalPort());
        }
    }

    @ParameterizedTest
    @MethodSource("managers")
    void from_a_registry_that_is_out_of_order_nothing_is_had(PackageManager manager) throws IOException {
        var registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        registry.start();
        try {
            assertThatFetchingFails(manager, registry.getAddress().getPort());
        } finally {
            registry.stop(0);
        }
    }

    private void assertThatFetchingFails(PackageManager manager, int port) throws IOException {
        var installer = new Installer(folder.resolve("cache"), LIMITS, new StopSignal(), line -> {});
        var words = words(manager, "http://127.0.0.1:" + port);
        assertThatThrownBy(() -> installer.installed(THING, work -> {
                    work.fetch(manager, work.folder("content"), words);
                    return work.folder("content");
                }))
                .isInstanceOfSatisfying(
                        InstallFailed.class,
                        failed -> assertThat(failed.remedy())
                                .contains(
                                        manager.connection(),
                                        folder.resolve("cache/thing").toString()))
                .hasMessageStartingWith(
                        "cannot install the thing: %s ended with exit code 1 after ".formatted(manager.name()))
                .hasMessageContaining("127.0.0.1");
        assertThat(folder.resolve("cache/thing")).doesNotExist();
    }

    private List<String> words(PackageManager manager, String registry) throws IOException {
        return switch (manager.name()) {
            case "pip" ->
                List.of("download", "--no-cache-dir", "--index-url", registry + "/simple", "no-such-thing==1.0");
            case "npm" ->
                List.of(
                        "install",
                        "--registry=" + registry,
                        "--cache=" + folder.resolve("npm"),
                        "--prefix",
                        ".",
                        "no-such-thing@1.0.0");
            default ->
                List.of(
                        "--settings",
                        settings(registry).toString(),
                        "-Dmaven.repo.local=" + folder.resolve("maven"),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy");
        };
    }

    private Path settings(String registry) throws IOException {
        return Files.writeString(folder.resolve("settings.xml"), """
                <settings><mirrors><mirror><id>none</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>
                """.formatted(registry));
    }
}
