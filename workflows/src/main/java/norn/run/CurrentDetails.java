package norn.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.plan.ShortText;
import norn.report.Checklist;
import norn.report.Situation;
import norn.report.TimeText;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What the Temporal UI shows on a run's page: where the run stands, what waits for whom, and the exact JSON to send. It is short,
 * since it is sent in a URL. It is drawn when something happens, and so says when that was.
 */
public final class CurrentDetails {
    private static final int MAX_BYTES = 3_800;
    private static final int MAX_RUNNING = 6;
    private static final int MAX_LISTED = 12;
    /** Enough for what a step asks for, down to the last value. */
    private static final int MAX_DETAIL_CHARACTERS = 700;

    private static final Pattern SENTENCE_END = Pattern.compile("; |\\R");

    /** Laid out as by the UI's own editor, which reformats anything else while the button is being pressed. */
    private static final ObjectWriter JSON = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(
                            PrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    /** The messages that answer nothing that waits, and may be sent at any time. */
    private static final String ANY_TIME = """

        **At any time**: `pause` or `resume` `{"by": "…"}` · `rollBack` `{"reason": "…", "by": "…"}`
        """;

    private final Checklist checklist;
    private final Situation situation;
    private final @Nullable Result result;
    private final @Nullable Instant reportedAt;

    private CurrentDetails(
            Checklist checklist, Situation situation, @Nullable Result result, @Nullable Instant reportedAt) {
        this.checklist = checklist;
        this.situation = situation;
        this.result = result;
        this.reportedAt = reportedAt;
    }

    /** Shows the state; that of a phase that reports from time to time, as it was at {@code reportedAt}. */
    static void show(RunSnapshot snapshot, Checklist checklist, @Nullable Instant reportedAt) {
        var phase = checklist.phase();
        var link = phase == null || snapshot.result() != null
                ? ""
                : phaseLink(RunIds.phase(checklist.deployment(), phase), phase.id());
        var details =
                new CurrentDetails(checklist, snapshot.situation(checklist.asOf()), snapshot.result(), reportedAt);
        Workflow.setCurrentDetails(details.text(link));
    }

    /** Shows the state of a phase on its own page. */
    public static void showPhase(RunSnapshot snapshot) {
        Workflow.setCurrentDetails(text(snapshot, Clock.now()));
    }

    /** The state of a run as it is shown on its page, without the time of the last report. */
    static String text(RunSnapshot snapshot, Instant asOf) {
        return text(snapshot.checklist(asOf), snapshot.situation(asOf), snapshot.result(), null);
    }

    static String text(
            Checklist checklist, Situation situation, @Nullable Result result, @Nullable Instant reportedAt) {
        return new CurrentDetails(checklist, situation, result, reportedAt).text("");
    }

    /** Shows why nothing was started. */
    public static void showFailure(String release, String environment, String why) {
        var what = release.isEmpty() ? environment : release + " in " + environment;
        Workflow.setCurrentDetails(
                truncated("**Failed** · %s\n\n%s\n".formatted(what, ShortText.quoted(why, MAX_BYTES - 500))));
    }

    /** Shows on whose page an order is answered. */
    public static void showHandedOver(String holder) {
        Workflow.setCurrentDetails(truncated(
                "**Handed to** %s\n\nThat deployment rolls back as ordered. Its page shows what it waits for and how to answer.\n"
                        .formatted(runLink(holder, "`%s`".formatted(holder)))));
    }

    /** The phase's own page: its timeline tells the story. */
    private static String phaseLink(String run, String phase) {
        return " · " + runLink(run, "timeline of " + phase);
    }

    private static String runLink(String run, String text) {
        return "[%s](/namespaces/%s/workflows/%s)"
                .formatted(text, Workflow.getInfo().getNamespace(), urlEncoded(run));
    }

    private static String urlEncoded(String text) {
        var encoded = new StringBuilder();
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (octet & 0xff);
            var isPlain = character < 0x80 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
            encoded.append(isPlain ? String.valueOf(character) : "%%%02X".formatted(octet & 0xff));
        }
        return encoded.toString();
    }

    private String text(String link) {
        var text = new StringBuilder();
        text.append("**%s** · %s\n".formatted(checklist.status(), release()));
        progress(text, link);
        facts(text);
        var rest = new StringBuilder();
        running(rest);
        if (result == null && checklist.phase() != null) {
            rest.append(ANY_TIME);
        }
        refused(rest);
        waiting(MAX_BYTES - bytes(rest), text);
        text.append(rest);
        return truncated(text.toString());
    }

    /** Its length in a URL, which escapes characters beyond ASCII byte by byte. */
    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The text, cut where it is too long. */
    private static String truncated(String text) {
        if (bytes(text) <= MAX_BYTES) {
            return text;
        }
        var end = 0;
        var left = MAX_BYTES;
        while (true) {
            var character = Character.toString(text.codePointAt(end));
            left -= bytes(character);
            if (left < 0) {
                return text.substring(0, end) + "\n…";
            }
            end += character.length();
        }
    }

    private String release() {
        var from = checklist.previousRelease() == null ? "" : checklist.previousRelease() + " → ";
        return "%s%s in %s".formatted(from, checklist.release(), checklist.environment());
    }

    private void progress(StringBuilder text, String link) {
        if (checklist.phase() == null) {
            return;
        }
        var steps = checklist.steps().stream()
                .filter(line -> line.phase() == checklist.phase())
                .toList();
        var over = steps.stream()
                .filter(line -> switch (line.state()) {
                    case DONE, SKIPPED, FAILED, NOT_NEEDED -> true;
                    case PENDING, WAITING, RUNNING -> false;
                })
                .count();
        var at = reportedAt == null ? checklist.asOf() : reportedAt;
        text.append("\n%s: %d of %d steps over at %s%s\n"
                .formatted(checklist.phase(), over, steps.size(), TimeText.moment(at, checklist.asOf()), link));
    }

    /** What people want to know before anything else. */
    private void facts(StringBuilder text) {
        var now = checklist.asOf();
        var lines = new ArrayList<String>();
        if (result != null) {
            ending(result, lines);
        } else {
            if (checklist.t0() != null) {
                lines.add("T-0 " + TimeText.relative(checklist.t0(), now));
            }
            if (situation.usersOutSince() != null) {
                lines.add("users are out since " + TimeText.relative(situation.usersOutSince(), now));
            }
            if (situation.watched() != null) {
                lines.add("it only watches: " + situation.watched());
            }
            var paused = situation.paused();
            if (paused != null) {
                lines.add("paused by %s since %s%s"
                        .formatted(
                                ShortText.quoted(paused.by(), 40),
                                TimeText.moment(paused.since(), now),
                                paused.note() == null ? "" : ": " + ShortText.quoted(paused.note(), 120)));
            }
        }
        checklist.incidents().stream()
                .filter(incident -> incident.closedAt() == null)
                .limit(MAX_RUNNING)
                .forEach(incident -> lines.add("%s %s is open: %s"
                        .formatted(
                                incident.severity(),
                                ShortText.quoted(incident.id(), 40),
                                ShortText.quoted(incident.summary(), 100))));
        if (!lines.isEmpty()) {
            text.append("\n");
            lines.forEach(line -> text.append("- ").append(line).append("\n"));
        }
    }

    /** The outcome, its proof, and where the report is. */
    private static void ending(Result result, List<String> lines) {
        if (!result.reason().isEmpty()) {
            lines.add(ShortText.quoted(result.reason(), 400));
        }
        if (result.downtimeSeconds() != null) {
            lines.add("users were out for " + TimeText.rough(Duration.ofSeconds(result.downtimeSeconds())));
        }
        var before = result.fingerprintBefore();
        var after = result.fingerprintAfter();
        if (before != null && after != null) {
            lines.add("proof: the fingerprint before was `%s`, after the rollback it is %s"
                    .formatted(
                            ShortText.of(before, 12),
                            after.equals(before)
                                    ? "the same"
                                    : "`%s`: another one".formatted(ShortText.of(after, 12))));
        }
        if (result.report() != null) {
            lines.add("report: `%s`".formatted(result.report()));
        }
    }

    private void running(StringBuilder text) {
        var running = checklist.steps().stream()
                .filter(line -> line.state() == StepState.RUNNING)
                .toList();
        if (running.isEmpty()) {
            return;
        }
        text.append("\n**Running**\n\n");
        running.stream()
                .limit(MAX_RUNNING)
                .forEach(line -> text.append("- `%s` %s\n".formatted(line.id(), ShortText.quoted(line.title(), 100))));
        if (running.size() > MAX_RUNNING) {
            text.append("- and %d more\n".formatted(running.size() - MAX_RUNNING));
        }
    }

    /** A list with a line for each thing that waits; below it the messages, those that one person can answer as one. */
    private void waiting(int maxBytes, StringBuilder text) {
        var waiting = checklist.waiting();
        if (waiting.isEmpty()) {
            return;
        }
        text.append("\n**Waiting for people** (%d)\n\n".formatted(waiting.size()));
        waiting.stream().limit(MAX_LISTED).forEach(item -> text.append(line(item)));
        if (waiting.size() > MAX_LISTED) {
            text.append("- and %d more: query `checklist` shows them all\n".formatted(waiting.size() - MAX_LISTED));
        }
        var answers = answers();
        for (var i = 0; i < answers.size(); i++) {
            if (bytes(text) + bytes(answers.get(i)) > maxBytes - 100) {
                text.append("\nand %d more answers: query `checklist` shows them all.\n".formatted(answers.size() - i));
                return;
            }
            text.append(answers.get(i));
        }
    }

    private String line(Checklist.WaitingItem item) {
        var now = checklist.asOf();
        return "- %s `%s` %s · %s%s\n"
                .formatted(
                        item.kind(),
                        item.id(),
                        ShortText.quoted(item.title(), 90),
                        String.join(" or ", item.roles()),
                        item.deadline() == null
                                ? ""
                                : " · %s left at %s"
                                        .formatted(
                                                TimeText.rough(Duration.between(now, item.deadline())),
                                                TimeText.moment(now, now)));
    }

    /** The messages, the most urgent first: what failed, then gates, then what people attest. */
    private List<String> answers() {
        var answers = new ArrayList<String>();
        var together = new LinkedHashMap<List<String>, List<Checklist.WaitingItem>>();
        for (var item : checklist.waiting()) {
            if (isPlainAttestation(item)) {
                together.computeIfAbsent(item.roles(), roles -> new ArrayList<>())
                        .add(item);
            } else if (!item.kind().equals("step")) {
                answers.add(answer(item));
            }
        }
        together.forEach(
                (roles, items) -> answers.add(items.size() == 1 ? answer(items.get(0)) : answer(roles, items)));
        checklist.waiting().stream()
                .filter(item -> item.kind().equals("step") && !isPlainAttestation(item))
                .forEach(item -> answers.add(answer(item)));
        return answers;
    }

    /** Whether nothing but its id and a name is needed to say that it is done. */
    private static boolean isPlainAttestation(Checklist.WaitingItem item) {
        return item.kind().equals("step") && !item.message().payload().containsKey("values") && item.attempt() == 1;
    }

    private String answer(Checklist.WaitingItem item) {
        return "\nUpdate `%s` for `%s`%s:%s\n\n```\n%s\n```\n"
                .formatted(
                        item.message().name(),
                        item.id(),
                        choices(item),
                        detail(item),
                        json(item.message().payload()));
    }

    private static String answer(List<String> roles, List<Checklist.WaitingItem> items) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("steps", items.stream().map(Checklist.WaitingItem::id).toList());
        payload.put("by", "…");
        return "\nUpdate `complete` for all that %s can attest in one sitting (leave out what is not done; `\"outcome\": \"FAILED\"` with a `note` for what failed):\n\n```\n%s\n```\n"
                .formatted(String.join(" or ", roles), json(payload));
    }

    private String detail(Checklist.WaitingItem item) {
        return item.detail() == null
                ? ""
                : "\n\n"
                        + SENTENCE_END
                                .splitAsStream(shortened(item.detail(), remedy(item)))
                                .map(line -> "> - " + ShortText.quoted(line, MAX_DETAIL_CHARACTERS))
                                .reduce((one, other) -> one + "\n" + other)
                                .orElse("");
    }

    /** The end of what failed says what to do. */
    private static String shortened(String detail, @Nullable String remedy) {
        return remedy == null || remedy.length() > MAX_DETAIL_CHARACTERS
                ? ShortText.of(detail, MAX_DETAIL_CHARACTERS)
                : ShortText.beforeRemedy(detail, remedy, MAX_DETAIL_CHARACTERS);
    }

    private @Nullable String remedy(Checklist.WaitingItem item) {
        for (var line : checklist.steps()) {
            var evidence = line.evidence();
            if (evidence != null && line.id().equals(item.id())) {
                return evidence.remedy();
            }
        }
        return null;
    }

    /** The other values that are possible in place of the one that the message proposes. */
    private static String choices(Checklist.WaitingItem item) {
        if (item.kind().equals("step")) {
            return ", or with `\"outcome\": \"FAILED\"` or `\"NOT_NEEDED\"` and a `note`";
        }
        return item.message().payload().entrySet().stream()
                .filter(field -> item.choices().contains(String.valueOf(field.getValue())))
                .findFirst()
                .map(field -> ", `%s` being %s".formatted(field.getKey(), String.join(" or ", item.choices())))
                .orElse("");
    }

    /** Only the newest: their senders learn here what became of them. */
    private void refused(StringBuilder text) {
        var refused = checklist.refused();
        if (refused.isEmpty()) {
            return;
        }
        var newest = refused.get(refused.size() - 1);
        text.append("\n**Refused** (%d), the last at %s: `%s`%s: %s\n"
                .formatted(
                        refused.size(),
                        TimeText.moment(newest.at(), checklist.asOf()),
                        ShortText.quoted(newest.message(), 40),
                        newest.by() == null ? "" : " by " + ShortText.quoted(newest.by(), 40),
                        ShortText.quoted(newest.reason(), 200)));
    }

    private static String json(Map<String, Object> payload) {
        try {
            return JSON.writeValueAsString(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
