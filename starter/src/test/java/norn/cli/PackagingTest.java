package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.runbook.Durations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker's service files say what the worker reads, and give it the time that it needs to end. */
class PackagingTest {
    @TempDir
    Path folder;

    private static final Pattern VARIABLE = Pattern.compile("\\bNORN_[A-Z_]+");
    private static final Pattern STOP = Pattern.compile("NORN_STOP_TIMEOUT(?:=|, value: )(\\w+)");
    private static final Pattern GIVEN =
            Pattern.compile("(?:TimeoutStopSec=|terminationGracePeriodSeconds: )(\\d+)s?\\b");
    private static final Pattern PORT = Pattern.compile("NORN_HEALTH_PORT(?:=|, value: \")(\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"systemd/norn-worker.service", "kubernetes/norn-worker.yaml"})
    void its_variables_are_known_and_its_end_has_time(String file) throws IOException {
        var text = Files.readString(Path.of("../packaging", file));

        assertThat(matches(VARIABLE, text)).isNotEmpty().isSubsetOf(known());
        assertThat(Durations.parse(first(STOP, text)))
                .isLessThan(Duration.ofSeconds(Long.parseLong(first(GIVEN, text))));
        assertThat(first(PORT, text)).isEqualTo("9464");
    }

    /** Those that the command's help names, and the home. */
    private static Set<String> known() {
        var known = new TreeSet<>(
                matches(VARIABLE, CliResult.command("worker", "--help").out()));
        known.add("NORN_HOME");
        return known;
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as("%s is there", pattern).isTrue();
        return found.group(1);
    }

    @Test
    void systemd_reads_the_units_of_the_nightly_trial_and_its_command_is_one() throws Exception {
        var units = Path.of("../packaging/systemd");
        var service = Files.readString(units.resolve("norn-trial@.service"));

        assertThat(first(Pattern.compile("ExecStart=/opt/norn/norn (.*)"), service))
                .isEqualTo("trial %i --notify operator");
        assertThat(CliResult.command("trial", "--help").out()).contains("--notify=ROLE");
        for (var file : List.of("norn-trial@.service", "norn-trial@.timer")) {
            var unit = Files.writeString(
                    folder.resolve(file.replace("@", "@production")),
                    Files.readString(units.resolve(file)).replace("/opt/norn/norn", "/bin/true"));
            var said = new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(said.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                    .noneMatch(line -> line.contains("norn-trial"));
        }
    }
}
