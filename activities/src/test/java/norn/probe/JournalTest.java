package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeAction;
import norn.action.SettingsText;
import norn.rehearsal.systemd.StandaloneSystemd;
import norn.source.Moment;
import norn.source.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of units of a real systemd. */
@Tag("server")
class JournalTest {
    @TempDir
    private static Path folder;

    private static StandaloneSystemd systemd;

    @BeforeAll
    static void a_systemd() throws IOException {
        systemd = StandaloneSystemd.start(folder);
    }

    @AfterAll
    static void it_ends() throws IOException {
        systemd.close();
    }

    private static Journal journal(String unit) {
        return Journal.of(systemd.program("journalctl"), List.of(unit)).get(0);
    }

    /**
     * A unit that prints that, in the words of printf, each time that it is started. It stays until its systemd ends, since journald asks
     * the kernel whose a line is, and does not learn it of a process that has ended.
     */
    private static Journal printing(String unit, String text) throws IOException {
        systemd.unit(
                unit, "[Service]\nType=exec\nExecStart=/bin/sh -c \"printf '%s'; exec sleep 600\"\n".formatted(text));
        return journal(unit);
    }

    private static Journal.UnitLog since(Journal journal, Instant moment, String line) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> journal.since(moment), entries -> entries.lines().contains(line));
    }

    @Test
    void each_entry_comes_once_from_one_look_to_the_next() throws Exception {
        var begun = Instant.now();
        var ai = printing("ai.service", "player \\351lodie\\n\\033[31mERROR\\033[0m no answer\\n");
        printing("other.service", "ERROR elsewhere\\n");
        systemd.run("start", "ai.service", "other.service");

        var first = since(ai, begun, "ERROR no answer");
        assertThat(first.lines()).anyMatch(line -> line.startsWith("player ")).doesNotContain("ERROR elsewhere");
        await().untilAsserted(() -> {
            var last = ai.since(begun).last(); // systemd's own lines about the unit come after it
            assertThat(ai.since(last).lines()).isEmpty();
        });

        var looked = ai.since(begun).last();
        systemd.run("restart", "ai.service");
        assertThat(since(ai, looked, "ERROR no answer").lines()).containsOnlyOnce("ERROR no answer");
    }

    @Test
    void a_watch_and_a_probe_count_the_errors_in_it() throws Exception {
        var begun = Instant.now();
        since(started(printing("count.service", "ERROR one\\n")), begun, "ERROR one");
        var settings = "journals: [count.service], journalctl: %s}";
        var source = SettingsText.read(Source.class, "{from: logs, " + settings, systemd.program("journalctl"));
        var harness = new ActionHarness(
                folder.resolve("records"),
                new ProbeSettings(
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Map.of(
                                "it",
                                SettingsText.read(
                                        Probe.class, "{kind: logs, " + settings, systemd.program("journalctl")))));
        var attempt = harness.attempt(
                FakeAction.harmless((order, running) -> running.evidence().done("done")), harness.order("watch"));
        var moment = Moment.first(attempt, Duration.ofMinutes(5), Duration.ofSeconds(5));

        var first = source.read(moment, null);
        var second = source.read(moment.next(), first);

        assertThat(first.numbers()).containsEntry("lines", 1.0);
        assertThat(second.numbers()).containsEntry("lines", 0.0);
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("probe", "probe", "it"));
        assertThat(failed).hasMessageContaining("1 error, allowed: 0");
    }

    private static Journal started(Journal journal) throws IOException {
        systemd.run("start", journal.unit());
        return journal;
    }

    @Test
    void more_than_is_looked_at_is_said_and_found_by_a_search() throws Exception {
        var begun = Instant.now();
        systemd.unit(
                "storm.service",
                "[Service]\nType=exec\nLogRateLimitIntervalSec=0\nExecStart=/bin/sh -c \"seq -f 'line %%g' "
                        + (Journal.MOST_ENTRIES + 50) + "; exec sleep 600\"\n");
        systemd.run("start", "storm.service");

        var entries = since(journal("storm.service"), begun, "line " + (Journal.MOST_ENTRIES + 50));

        assertThat(entries.isCut()).isTrue();
        assertThat(entries.lines()).hasSize(Journal.MOST_ENTRIES).doesNotContain("line 1");
        var parts = new ArrayDeque<List<String>>();
        journal("storm.service").newestFirst(begun, 500, parts::addFirst);
        assertThat(parts).hasSizeGreaterThan(4);
        assertThat(parts.stream().flatMap(List::stream).filter(line -> line.startsWith("line ")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, Journal.MOST_ENTRIES + 50)
                        .mapToObj(number -> "line " + number)
                        .toList());
    }

    @Test
    void a_unit_of_which_nothing_can_be_read_is_unknown_and_not_silent() {
        assertThatThrownBy(() -> journal("mistyped.service").since(Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("journalctl shows nothing of mistyped.service");
        assertThatThrownBy(() -> new Journal(List.of("no-such-program"), "ai.service").since(Instant.EPOCH))
                .hasMessageContaining("cannot be started");
        assertThatThrownBy(() -> new Journal(List.of("false"), "ai.service").since(Instant.EPOCH))
                .hasMessageContaining("exited with 1");
    }

    @Test
    void what_is_no_name_of_a_unit_is_refused_when_the_file_is_read() {
        for (var unit : List.of("ai", "--file=/etc/shadow", "a b.service", "_PID=1")) {
            assertThatThrownBy(() -> Journal.of(List.of("journalctl"), List.of(unit)))
                    .hasMessageContaining(unit + " is no name of a unit");
        }
    }
}
