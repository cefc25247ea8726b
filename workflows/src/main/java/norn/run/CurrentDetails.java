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
import java.time.Instant;
import norn.plan.ShortText;
import norn.report.Checklist;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What the Temporal UI shows on a run's page: where the run stands, what waits for whom, and the exact JSON to send. It is short,
 * since it is sent in a URL.
 */
public final class CurrentDetails {
    private static final int MAX_BYTES = 3_800;
    private static final int MAX_RUNNING = 6;
    private static final int MAX_REFUSED = 3;
    /** Enough for what a step asks for, down to the last value. */
    private static final int MAX_DETAIL_CHARACTERS = 600;

    /** Laid out as by the UI's own editor, which reformats anything else while the button is being pressed. */
    private static final ObjectWriter JSON = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(
                            PrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private CurrentDetails() {}

    /** Shows the state; that of a phase that reports from time to time, as it was at {@code reportedAt}. */
    public static void show(Checklist checklist, @Nullable Result result, @Nullable Instant reportedAt) {
        Workflow.setCurrentDetails(text(checklist, result, reportedAt));
    }

    /** Shows the state of a phase on its own page. */
    public static void showPhase(Checklist checklist) {
        show(checklist, null, null);
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
                "**Handed to** `%s`\n\nThat deployment holds the environment and rolls back as ordered. Its page shows what it waits for and how to answer.\n"
                        .formatted(holder)));
    }

    static String text(Checklist checklist, @Nullable Result result) {
        return text(checklist, result, null);
    }

    static String text(Checklist checklist, @Nullable Result result, @Nullable Instant reportedAt) {
        var text = new StringBuilder();
        text.append("**%s** · %s%s\n".formatted(checklist.status(), release(checklist), phase(checklist)));
        if (result != null && !result.reason().isEmpty()) {
            text.append("\n").append(ShortText.quoted(result.reason(), 400)).append("\n");
        }
        if (result != null && result.report() != null) {
            text.append("\nReport: `").append(result.report()).append("`\n");
        }
        var rest = new StringBuilder();
        running(checklist, reportedAt, rest);
        refused(checklist, rest);
        waiting(checklist, MAX_BYTES - bytes(rest), text);
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

    private static String release(Checklist checklist) {
        var from = checklist.previousRelease() == null ? "" : checklist.previousRelease() + " → ";
        return "%s%s in %s".formatted(from, checklist.release(), checklist.environment());
    }

    private static String phase(Checklist checklist) {
        if (checklist.phase() == null) {
            return "";
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
        return " · %s, %d of %d steps over".formatted(checklist.phase(), over, steps.size());
    }

    private static void running(Checklist checklist, @Nullable Instant reportedAt, StringBuilder text) {
        var running = checklist.steps().stream()
                .filter(line -> line.state() == StepState.RUNNING)
                .toList();
        if (running.isEmpty()) {
            return;
        }
        text.append("\n**Running**%s\n\n".formatted(reportedAt == null ? "" : " as of " + reportedAt));
        running.stream()
                .limit(MAX_RUNNING)
                .forEach(line -> text.append("- `%s` %s\n".formatted(line.id(), ShortText.quoted(line.title(), 100))));
        if (running.size() > MAX_RUNNING) {
            text.append("- and %d more\n".formatted(running.size() - MAX_RUNNING));
        }
    }

    private static void waiting(Checklist checklist, int maxBytes, StringBuilder text) {
        if (checklist.waiting().isEmpty()) {
            return;
        }
        text.append("\n**Waiting for people**\n");
        var left = checklist.waiting().size();
        for (var item : checklist.waiting()) {
            var entry = "\n%s `%s` %s · for %s%s%s\n\nSignal or update `%s`%s:\n\n```\n%s\n```\n"
                    .formatted(
                            item.kind(),
                            item.id(),
                            ShortText.quoted(item.title(), 120),
                            String.join(" or ", item.roles()),
                            item.deadline() == null ? "" : " · until " + item.deadline(),
                            item.detail() == null
                                    ? ""
                                    : "\n\n> " + ShortText.quoted(item.detail(), MAX_DETAIL_CHARACTERS),
                            item.message().name(),
                            choices(item),
                            json(item.message().payload()));
            if (bytes(text) + bytes(entry) > maxBytes - 100) {
                text.append("\nand %d more: query `checklist` shows them all.\n".formatted(left));
                return;
            }
            text.append(entry);
            left--;
        }
    }

    /** The other values that are possible in place of the one that the message proposes. */
    private static String choices(Checklist.WaitingItem item) {
        return item.message().payload().entrySet().stream()
                .filter(field -> item.choices().contains(String.valueOf(field.getValue())))
                .findFirst()
                .map(field -> ", `%s` being %s".formatted(field.getKey(), String.join(" or ", item.choices())))
                .orElse("");
    }

    private static void refused(Checklist checklist, StringBuilder text) {
        var refused = checklist.refused();
        if (refused.isEmpty()) {
            return;
        }
        text.append("\n**Refused** (%d), the last ones\n\n".formatted(refused.size()));
        refused.subList(Math.max(0, refused.size() - MAX_REFUSED), refused.size())
                .forEach(message -> text.append("- `%s`%s: %s\n"
                        .formatted(
                                ShortText.quoted(message.message(), 40),
                                message.by() == null ? "" : " by " + ShortText.quoted(message.by(), 40),
                                ShortText.quoted(message.reason(), 160))));
    }

    private static String json(Object payload) {
        try {
            return JSON.writeValueAsString(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
