package norn.cli.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.client.OutgoingMessage;
import norn.report.Checklist;
import norn.state.RefusedMessage;
import org.jspecify.annotations.Nullable;

/** What waits for people, as text, and the command that answers it. */
public final class WaitingItemText {
    /** The launcher as the person typed it, so that a line can be copied. */
    public static final String LAUNCHER = System.getProperty("norn.launcher", "norn");

    private static final Pattern SENTENCE_END = Pattern.compile("; |\\R");

    private WaitingItemText() {}

    /** What it is, and who is asked. */
    public static String line(Checklist.WaitingItem item) {
        return "%s %s (%s): %s".formatted(item.kind(), item.id(), String.join(" or ", item.roles()), item.title());
    }

    /** What it is about, a line each. */
    public static List<String> details(Checklist.WaitingItem item) {
        return item.detail() == null
                ? List.of()
                : SENTENCE_END.splitAsStream(item.detail()).toList();
    }

    /**
     * What somebody who looks once sees below it: every answer, and of what went wrong the reason, without which nobody can choose.
     *
     * @param deployment the deployment that the command has to name; null: no other one waits for the same
     * @param all whether what a person is to check or decide is shown too
     */
    public static List<String> below(Checklist.WaitingItem item, @Nullable String deployment, boolean all) {
        var lines = new ArrayList<String>();
        if (all || isBad(item)) {
            details(item).forEach(line -> lines.add("- " + line));
        }
        lines.add(answer(item, deployment));
        return lines;
    }

    /** Whether it waits because something went wrong. */
    static boolean isBad(Checklist.WaitingItem item) {
        return item.kind().equals("failure") || item.kind().equals("criterion");
    }

    /** A refused message, and why. */
    public static String refused(RefusedMessage message) {
        var by = message.by() == null ? "an unknown person" : message.by();
        return "%s by %s: %s".formatted(message.message(), by, message.reason());
    }

    /**
     * The command that answers it with the proposed choice.
     *
     * @param deployment the deployment that the command has to name; null: no other one waits for the same
     */
    public static String command(Checklist.WaitingItem item, @Nullable String deployment) {
        var proposed = item.choices().get(0);
        return "%s %s %s%s --by NAME%s"
                .formatted(
                        LAUNCHER,
                        command(proposed),
                        item.id(),
                        option(item, proposed),
                        deployment == null ? "" : " --deployment " + deployment);
    }

    /** That command, then what to type for the other choices. */
    public static String answer(Checklist.WaitingItem item, @Nullable String deployment) {
        var choices = item.choices();
        var proposed = command(item, deployment);
        var others = choices.stream()
                .skip(1)
                .map(choice -> choice.equals("NO_GO")
                        ? command(choice)
                        : option(item, choice).strip())
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? proposed : proposed + "   or: " + others;
    }

    private static String command(String choice) {
        return switch (choice) {
            case "GO" -> "go";
            case "NO_GO" -> "no-go";
            case "RETRY", "SKIP", "ROLL_BACK", "KEEP" -> "resolve";
            default -> "complete";
        };
    }

    private static String option(Checklist.WaitingItem item, String choice) {
        return switch (choice) {
            case "GO", "NO_GO" -> "";
            case "RETRY" -> " --retry";
            case "SKIP" -> " --skip --note REASON";
            case "ROLL_BACK" -> " --roll-back";
            case "KEEP" -> " --keep";
            case "FAILED" -> " --outcome failed";
            case "NOT_NEEDED" -> " --outcome not-needed --note REASON";
            default ->
                OutgoingMessage.valuesAskedBy(item).stream()
                        .map(name -> " --value " + name + "=…")
                        .collect(Collectors.joining());
        };
    }
}
