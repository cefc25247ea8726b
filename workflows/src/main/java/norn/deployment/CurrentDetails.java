package norn.deployment;

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
import norn.journal.Checklist;
import org.jspecify.annotations.Nullable;

/**
 * What the Temporal UI shows on a run's page: where it stands, what waits and for whom, and the exact JSON to send. Short, since
 * it travels in an address.
 */
final class CurrentDetails {
    private static final int MOST_BYTES = 3_800;
    private static final int MOST_RUNNING = 6;
    private static final int MOST_REFUSED = 3;
    /** Holds what a step asks for to the last value. */
    private static final int MOST_OF_DETAIL = 600;

    /** As the UI's own editor lays JSON out: what is pasted otherwise it reformats, under the button that is being pressed. */
    private static final ObjectWriter JSON = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(
                            PrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private CurrentDetails() {}

    /** Shows the state; of a phase that tells it from time to time, as it was at {@code toldAt}. */
    static void show(Checklist checklist, @Nullable Result result, @Nullable Instant toldAt) {
        Workflow.setCurrentDetails(text(checklist, result, toldAt));
    }

    /** Shows why nothing was begun. */
    static void showFailure(String release, String environment, String why) {
        var what = release.isEmpty() ? environment : release + " in " + environment;
        Workflow.setCurrentDetails(
                fitting("**Failed** · %s\n\n%s\n".formatted(what, Fields.clipped(why, MOST_BYTES - 500))));
    }

    /** Shows whose page tells what becomes of an order. */
    static void showHandedOver(String holder) {
        Workflow.setCurrentDetails(fitting(
                "**Handed to** `%s`\n\nIt has the environment, and does what was ordered. What it waits for, and how to answer, stands on its page.\n"
                        .formatted(holder)));
    }

    static String text(Checklist checklist, @Nullable Result result) {
        return text(checklist, result, null);
    }

    static String text(Checklist checklist, @Nullable Result result, @Nullable Instant toldAt) {
        var text = new StringBuilder();
        text.append("**%s** · %s%s\n".formatted(checklist.status(), release(checklist), phase(checklist)));
        if (result != null && !result.reason().isEmpty())
            text.append("\n").append(Fields.clipped(result.reason(), 400)).append("\n");
        if (result != null && result.report() != null)
            text.append("\nReport: `").append(result.report()).append("`\n");
        var rest = new StringBuilder();
        running(checklist, toldAt, rest);
        refused(checklist, rest);
        waiting(checklist, MOST_BYTES - bytes(rest), text);
        text.append(rest);
        return fitting(text.toString());
    }

    /** Its length as an address counts it: letters beyond ASCII are spelt out byte by byte. */
    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The text, cut where it is too long. */
    private static String fitting(String text) {
        if (bytes(text) <= MOST_BYTES) return text;
        var end = 0;
        var left = MOST_BYTES;
        while (true) {
            var letter = Character.toString(text.codePointAt(end));
            left -= bytes(letter);
            if (left < 0) return text.substring(0, end) + "\n…";
            end += letter.length();
        }
    }

    private static String release(Checklist checklist) {
        var from = checklist.previousRelease() == null ? "" : checklist.previousRelease() + " → ";
        return "%s%s in %s".formatted(from, checklist.release(), checklist.environment());
    }

    private static String phase(Checklist checklist) {
        if (checklist.phase() == null) return "";
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

    private static void running(Checklist checklist, @Nullable Instant toldAt, StringBuilder text) {
        var running = checklist.steps().stream()
                .filter(line -> line.state() == Checklist.State.RUNNING)
                .toList();
        if (running.isEmpty()) return;
        text.append("\n**Running**%s\n\n".formatted(toldAt == null ? "" : " as of " + toldAt));
        running.stream()
                .limit(MOST_RUNNING)
                .forEach(line -> text.append("- `%s` %s\n".formatted(line.id(), Fields.clipped(line.title(), 100))));
        if (running.size() > MOST_RUNNING) text.append("- and %d more\n".formatted(running.size() - MOST_RUNNING));
    }

    private static void waiting(Checklist checklist, int room, StringBuilder text) {
        if (checklist.waiting().isEmpty()) return;
        text.append("\n**Waiting for people**\n");
        var left = checklist.waiting().size();
        for (var question : checklist.waiting()) {
            var entry = "\n%s `%s` %s · for %s%s%s\n\nSignal or update `%s`%s:\n\n```\n%s\n```\n"
                    .formatted(
                            question.kind(),
                            question.id(),
                            Fields.clipped(question.title(), 120),
                            String.join(" or ", question.roles()),
                            question.deadline() == null ? "" : " · until " + question.deadline(),
                            question.detail() == null
                                    ? ""
                                    : "\n\n> " + Fields.clipped(question.detail(), MOST_OF_DETAIL),
                            question.message().name(),
                            choices(question),
                            json(question.message().payload()));
            if (bytes(text) + bytes(entry) > room - 100) {
                text.append("\nand %d more: query `checklist` shows them all.\n".formatted(left));
                return;
            }
            text.append(entry);
            left--;
        }
    }

    /** What else may be said in the place of what the message proposes. */
    private static String choices(Checklist.Waiting question) {
        return question.message().payload().entrySet().stream()
                .filter(field -> question.choices().contains(String.valueOf(field.getValue())))
                .findFirst()
                .map(field -> ", `%s` being %s".formatted(field.getKey(), String.join(" or ", question.choices())))
                .orElse("");
    }

    private static void refused(Checklist checklist, StringBuilder text) {
        var refused = checklist.refused();
        if (refused.isEmpty()) return;
        text.append("\n**Refused** (%d), the last ones\n\n".formatted(refused.size()));
        refused.subList(Math.max(0, refused.size() - MOST_REFUSED), refused.size())
                .forEach(message -> text.append("- `%s`%s: %s\n"
                        .formatted(
                                Fields.clipped(message.message(), 40),
                                message.by() == null ? "" : " by " + Fields.clipped(message.by(), 40),
                                Fields.clipped(message.reason(), 160))));
    }

    private static String json(Object payload) {
        try {
            return JSON.writeValueAsString(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
