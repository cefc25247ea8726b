package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher on machines that lack something: a PATH is made that holds everything but that. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path launcher;

    /** In a folder of its own Norn is not built. */
    @BeforeEach
    void copyLauncher() throws IOException {
        launcher = Files.copy(Path.of("..", "norn"), folder.resolve("norn"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void without_git_there_is_no_rehearsal() throws Exception {
        assertThat(typed(pathWithout("git"), "rehearse")).isEqualTo(new CliResult(78, "", """
            norn: no git on the PATH: the rehearsal keeps its releases in a real repository.
            norn: Install it (Debian, Ubuntu: apt-get install git) and try again.
            """));
    }

    @Test
    void without_a_compiler_there_is_no_sandbox() throws Exception {
        assertThat(typed(pathWithout("cc"), "up")).isEqualTo(new CliResult(78, "", """
            norn: no cc on the PATH: the rehearsal compiles its game servers.
            norn: Install it (Debian, Ubuntu: apt-get install gcc) and try again.
            """));
    }

    @Test
    void without_maven_norn_cannot_be_built() throws Exception {
        assertThat(typed(pathWithout("mvn"), "--version")).isEqualTo(new CliResult(78, "", """
            norn: no Maven (mvn) on the PATH: Norn is not built yet.
            norn: Install Maven 3.8 or newer (Debian, Ubuntu: apt-get install maven; macOS: brew install maven; elsewhere: https://maven.apache.org).
            """));
    }

    @Test
    void an_old_maven_is_named_with_its_version() throws Exception {
        var path = pathWithout("mvn");
        program(path.resolve("mvn"), "echo 'Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)'");

        assertThat(typed(path, "test")).isEqualTo(new CliResult(78, "", """
            norn: Maven 3.6 on the PATH is too old. Install Maven 3.8 or newer (https://maven.apache.org).
            """));
    }

    @Test
    void a_maven_that_does_not_work_says_why() throws Exception {
        var path = pathWithout("mvn");
        program(path.resolve("mvn"), "echo 'The JAVA_HOME environment variable is not defined correctly' >&2; exit 1");

        assertThat(typed(path, "--version").err())
                .startsWith("norn: mvn on the PATH does not work: The JAVA_HOME environment variable is not defined"
                        + " correctly\n");
    }

    @Test
    void a_build_that_cannot_download_says_what_and_what_to_do() throws Exception {
        var path = pathWithBuildingMaven("""
            echo '[INFO] Downloading from mirror: https://mirror.example/thing.pom'
            echo '[ERROR] Failed to execute goal: Could not transfer artifact thing:1.0 from/to mirror: Read timed out -> [Help 1]'
            echo '[ERROR] Re-run Maven using the -X switch'
            exit 1""");

        var result = typed(path, Map.of("MAVEN_REPOSITORY", "/nowhere"), "--version");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err().replaceAll("Log: .*/log", "Log: log")).isEqualTo("""
            norn: the first build downloads Norn's libraries (about 150 MB); later ones need no network
            norn: building (once, about 20 s) …
            [ERROR] Failed to execute goal: Could not transfer artifact thing:1.0 from/to mirror: Read timed out -> [Help 1]
            norn: the build could not download what it needs; Maven's reason is above.
            norn: Connect this machine, or set a mirror or a proxy for Maven (~/.m2/settings.xml), and try again;
            norn: or copy /nowhere from a machine where Norn is built.
            norn: If the network is only slow, allow more time: NORN_DOWNLOAD_TIMEOUT=300
            norn: Log: log
            """);
    }

    @Test
    void a_build_that_gives_no_sign_of_life_is_ended() throws Exception {
        var pid = folder.resolve("maven.pid");
        var path = pathWithBuildingMaven("""
            echo $$ > %s
            echo '[INFO] Downloading from mirror: https://mirror.example/thing.pom'
            exec sleep 1000""".formatted(pid));

        var result = typed(path, Map.of("NORN_DOWNLOAD_TIMEOUT", "10"), "--version");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .contains("  | [INFO] Downloading from mirror: https://mirror.example/thing.pom\n")
                .containsPattern(
                        "norn: the build was ended after \\d+ s, because it had said and done nothing for \\d+ s\\."
                                + " Its last lines are above\\.")
                .contains("allow more time: NORN_DOWNLOAD_TIMEOUT=50");
        assertThat(ProcessHandle.of(Long.parseLong(read(pid).strip()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5", "5000", "1m"})
    void a_time_limit_that_is_none_is_a_usage_error(String limit) throws Exception {
        var result = typed(pathWithBuildingMaven("exit 0"), Map.of("NORN_DOWNLOAD_TIMEOUT", limit), "--version");

        assertThat(result)
                .isEqualTo(new CliResult(
                        64,
                        "",
                        "norn: NORN_DOWNLOAD_TIMEOUT is \"%s\". Expected: whole seconds, from 10 to 3600.\n"
                                .formatted(limit)));
    }

    @Test
    void a_test_is_run_by_its_name_in_its_module() throws Exception {
        assertThat(typed(pathWithMaven(), "test", "LocksTest#lock_is_free", "RehearsalIT", "-X"))
                .isEqualTo(new CliResult(
                        0,
                        "-B -ntp --fail-at-end -q -Dnorn.build=%s/target/quick -Dmaven.test.skip=false "
                                        .formatted(root())
                                + "-Dsurefire.failIfNoSpecifiedTests=false -pl worker,starter -am "
                                + "-Dtest=LocksTest#lock_is_free,RehearsalIT -X test\n",
                        "norn: LocksTest#lock_is_free,RehearsalIT: passed in 0 s\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "LockTest, ' Did you mean LocksTest?'",
        "locks, ' Did you mean LocksTest?'",
        "RehersalIT, ' Did you mean RehearsalIT?'",
        "norn/worker, ''"
    })
    void an_unknown_test_is_a_usage_error_with_a_suggestion(String name, String suggestion) throws Exception {
        assertThat(typed(pathWithMaven(), "test", name))
                .isEqualTo(new CliResult(64, "", """
                    norn: %s: no such test class.%s
                    norn: Type ./norn test NAME, where NAME is the simple name of a class in */src/test/java; ./norn test fast; or ./norn test.
                    """.formatted(name, suggestion)));
    }

    @Test
    void fast_tests_are_those_that_need_no_server() throws Exception {
        assertThat(typed(pathWithMaven(), "test", "fast").out()).endsWith(" -DexcludedGroups=server test\n");
    }

    /** As under cron, under systemd, and in the shell of somebody with another locale. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, C.UTF-8",
                "C, -, -, C.UTF-8",
                "-, de_DE, de_DE, C.UTF-8",
                "-, -, en_US.UTF-8, -",
                "-, de_DE.utf8, C, de_DE.utf8",
                "C.UTF-8, -, -, -"
            })
    void names_of_files_are_read_as_utf_8(
            @Nullable String all, @Nullable String letters, @Nullable String language, @Nullable String passed)
            throws Exception {
        var path = pathWithMaven();
        program(path.resolve("mvn"), "[ $1 = --version ] && echo Apache Maven 3.9.9 || echo ${LC_ALL:-}/${LC_CTYPE:-}");
        var locale = new HashMap<String, @Nullable String>();
        locale.put("LC_ALL", all);
        locale.put("LC_CTYPE", letters);
        locale.put("LANG", language);

        assertThat(typed(path, locale, "test", "fast").out().strip())
                .isEqualTo("%s/%s"
                        .formatted(all != null && all.contains("UTF-8") ? all : "", passed == null ? "" : passed));
    }

    @Test
    void check_formats_before_it_compiles_with_the_static_checks() throws Exception {
        assertThat(typed(pathWithMaven(), "check")).isEqualTo(new CliResult(0, """
            -B -ntp --fail-at-end -q spotless:apply
            -B -ntp --fail-at-end -q test-compile
            """, "norn: check: passed\n"));
    }

    /** A Maven that prints what it is asked for, and a tree with two tests. */
    private Path pathWithMaven() throws IOException {
        for (var file :
                List.of("worker/src/test/java/norn/LocksTest.java", "starter/src/test/java/norn/RehearsalIT.java")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
        var path = pathWithout("mvn");
        program(path.resolve("mvn"), "[ $1 = --version ] && echo Apache Maven 3.9.9 || echo $*");
        return path;
    }

    /** A Maven that does that when it is asked to build. */
    private Path pathWithBuildingMaven(String script) throws IOException {
        Files.createDirectories(folder.resolve("packaging"));
        Files.copy(Path.of("..", "packaging", "watched.sh"), folder.resolve("packaging/watched.sh"));
        var path = pathWithout("mvn");
        program(path.resolve("mvn"), "[ $1 = --version ] && echo Apache Maven 3.9.9 && exit\n" + script);
        return path;
    }

    private Path root() throws IOException {
        return folder.toRealPath();
    }

    private CliResult typed(Path path, String... words) throws Exception {
        return typed(path, Map.of(), words);
    }

    /** With these variables; those that are null are not set. */
    private CliResult typed(Path path, Map<String, @Nullable String> variables, String... words) throws Exception {
        var command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        variables.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        builder.environment().put("PATH", path.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        // How long it took differs from run to run.
        return new CliResult(process.waitFor(), read(out), read(err).replaceAll("passed in \\d+ s", "passed in 0 s"));
    }

    /** Programs that become those that the launcher calls, and whatever else is asked for, but for one program. */
    private Path pathWithout(String missing) throws IOException {
        var path = Files.createDirectory(folder.resolve("bin"));
        for (var name : List.of("git", "make", "cc", "mvn")) {
            if (!name.equals(missing)) {
                program(path.resolve(name), "exit 0");
            }
        }
        for (var name : List.of(
                "sh",
                "sed",
                "awk",
                "head",
                "tail",
                "sort",
                "dirname",
                "readlink",
                "find",
                "cat",
                "mkdir",
                "date",
                "touch",
                "mv",
                "rm",
                "sleep",
                "ps")) {
            program(path.resolve(name), "exec %s \"$@\"".formatted(real(name)));
        }
        return path;
    }

    private static Path real(String name) {
        return List.of(Path.of("/usr/bin", name), Path.of("/bin", name)).stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
