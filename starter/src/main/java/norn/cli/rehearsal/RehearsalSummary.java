package norn.cli.rehearsal;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.cli.follow.DurationText;
import norn.cli.follow.EndingText;
import norn.cli.terminal.Style;
import norn.cli.terminal.TerminalSize;
import norn.client.Ending;
import norn.client.TimeBreakdown;
import norn.plan.Count;
import norn.rehearsal.CharactersState;
import norn.rehearsal.LedgerComparison;
import norn.report.Checklist;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The result of a rehearsal.
 *
 * @param last the last checklist; null where the deployment never answered
 * @param journals the journals of its phases; empty where it does not answer any more
 * @param ledger the players' own record of their writes, compared with the databases
 * @param characters how the characters' database of a sandbox like production stands; empty where there is none
 * @param starts how long the start of each part took
 * @param whole from the command's start to now
 * @param ui the Temporal UI; null where the server ends with the rehearsal
 */
public record RehearsalSummary(
        String deployment,
        Ending ending,
        @Nullable Checklist last,
        List<Journal> journals,
        LedgerComparison ledger,
        Optional<CharactersState> characters,
        Map<String, Duration> starts,
        Duration whole,
        @Nullable URI ui) {

    /** For people. */
    public List<String> lines(Style style, TerminalSize.Dimensions page) {
        var lines = new ArrayList<String>();
        lines.add("%s: %s".formatted(style.bold(deployment), style.status(ending.status())));
        if (!ending.reason().isEmpty()) {
            lines.add(EndingText.reason(ending, page));
        }
        if (ending.text("downtimeSeconds") != null) {
            add(lines, "downtime", ending.text("downtimeSeconds") + " s");
        }
        add(lines, "fingerprint before", ending.text("fingerprintBefore"));
        add(lines, "fingerprint after", ending.text("fingerprintAfter"));
        if (ending.text("fingerprintBefore") != null && ending.text("fingerprintAfter") != null) {
            add(
                    lines,
                    "",
                    equal()
                            ? style.good("equal: the environment is as it was")
                            : style.bad("different: the environment is not as it was"));
        }
        add(lines, "players' ledger", ledgerText(style));
        ledger.unreadable()
                .forEach((database, why) ->
                        add(lines, "", style.bad("%s could not be read: %s".formatted(database, why))));
        characters.ifPresent(state -> add(lines, "characters", charactersText(state, style)));
        add(lines, "report", ending.text("report"));
        add(
                lines,
                "Temporal UI",
                ui == null ? "stopped; './norn server' starts it again, with this run" : ui.toString());
        add(lines, "time", times());
        phases().forEach((phase, text) -> add(lines, "", phase + ": " + text));
        return lines;
    }

    /** For programs. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("deployment", deployment);
        json.put("status", ending.status());
        json.put("reason", ending.reason());
        json.put("result", ending.result().isMissingNode() ? null : ending.result());
        json.put("ledger", ledger);
        characters.ifPresent(state -> json.put("characters", state));
        json.put("seconds", seconds(whole));
        json.put("startSeconds", startSeconds());
        json.put("phaseSeconds", phaseSeconds());
        json.put("ui", ui == null ? null : ui.toString());
        return json;
    }

    private Map<String, Double> startSeconds() {
        var seconds = new LinkedHashMap<String, Double>();
        starts.forEach((what, length) -> seconds.put(what, seconds(length)));
        return seconds;
    }

    private Map<String, Map<String, Double>> phaseSeconds() {
        var phases = new LinkedHashMap<String, Map<String, Double>>();
        if (last != null) {
            TimeBreakdown.of(last, journals).forEach((phase, spent) -> {
                var seconds = new LinkedHashMap<String, Double>();
                seconds.put("whole", seconds(spent.whole()));
                seconds.put("work", seconds(spent.work()));
                seconds.put("people", seconds(spent.people()));
                seconds.put("orchestration", seconds(spent.orchestration()));
                seconds.put("waits", seconds(spent.waits()));
                phases.put(phase.id(), seconds);
            });
        }
        return phases;
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1000.0;
    }

    private boolean equal() {
        return String.valueOf(ending.text("fingerprintBefore")).equals(ending.text("fingerprintAfter"));
    }

    private String ledgerText(Style style) {
        var lost = "%d lost".formatted(ledger.lost());
        return "%s: %,d live, %,d set aside, %s"
                .formatted(
                        Count.of(ledger.total(), "confirmed write"),
                        ledger.live(),
                        ledger.setAside(),
                        ledger.lost() == 0 ? style.good(lost) : style.bad(lost));
    }

    private String charactersText(CharactersState state, Style style) {
        return !ending.status().equals("ROLLED_BACK")
                ? state.text()
                : state.isOld() ? style.good(state.text()) : style.bad(state.text());
    }

    private String times() {
        var parts = new ArrayList<String>();
        starts.forEach((what, length) -> parts.add(what + " " + DurationText.inWords(length)));
        return DurationText.inWords(whole)
                + (parts.isEmpty() ? "" : " in all, of which start: " + String.join(", ", parts));
    }

    private Map<String, String> phases() {
        var phases = new LinkedHashMap<String, String>();
        if (last != null) {
            TimeBreakdown.of(last, journals)
                    .forEach((phase, spent) -> phases.put(
                            phase.id(),
                            "%s (work %s, people %s, orchestration %s, planned waits %s)"
                                    .formatted(
                                            DurationText.inWords(spent.whole()),
                                            DurationText.inWords(spent.work()),
                                            DurationText.inWords(spent.people()),
                                            DurationText.inWords(spent.orchestration()),
                                            DurationText.inWords(spent.waits()))));
        }
        return phases;
    }

    private static void add(List<String> lines, String name, @Nullable String value) {
        if (value != null) {
            lines.add("  %-19s %s".formatted(name, value));
        }
    }
}
