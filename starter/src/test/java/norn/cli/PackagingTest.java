package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.runbook.Durations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker's service files say what the worker reads, and give it the time that it needs to end. */
class PackagingTest {
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
}
