package norn.cli.follow;

import java.util.stream.Collectors;
import norn.client.OutgoingMessage;
import norn.report.Checklist;
import norn.state.RefusedMessage;

/** What waits for people, as text, and the commands that answer it. */
public final class WaitingItemText {
    /** The launcher as the person typed it, so that a line can be copied. */
    private static final String LAUNCHER = System.getProperty("norn.launcher", "norn");

    private WaitingItemText() {}

    /** What it is, and who is asked. */
    public static String line(Checklist.WaitingItem item) {
        return "%s %s: %s (%s)".formatted(item.kind(), item.id(), item.title(), String.join(" or ", item.roles()));
    }

    /** A refused message, and why. */
    public static String refused(RefusedMessage message) {
        var by = message.by() == null ? "an unknown person" : message.by();
        return "%s by %s: %s".formatted(message.message(), by, message.reason());
    }

    /** The commands that answer it, one for each choice. */
    public static String commands(Checklist.WaitingItem item, String deployment) {
        return item.choices().stream()
                .map(choice -> command(item, choice) + " --by NAME --deployment " + deployment)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** The command for one choice, without the person's name. */
    public static String command(Checklist.WaitingItem item, String choice) {
        return switch (choice) {
            case "GO" -> LAUNCHER + " go " + item.id();
            case "NO_GO" -> LAUNCHER + " no-go " + item.id();
            case "RETRY" -> LAUNCHER + " resolve " + item.id() + " --retry";
            case "SKIP" -> LAUNCHER + " resolve " + item.id() + " --skip --note REASON";
            case "ROLL_BACK" -> LAUNCHER + " resolve " + item.id() + " --roll-back";
            case "KEEP" -> LAUNCHER + " resolve " + item.id() + " --keep";
            case "FAILED" -> LAUNCHER + " complete " + item.id() + " --outcome failed";
            case "NOT_NEEDED" -> LAUNCHER + " complete " + item.id() + " --outcome not-needed --note REASON";
            default -> LAUNCHER + " complete " + item.id() + values(item);
        };
    }

    private static String values(Checklist.WaitingItem item) {
        return OutgoingMessage.valuesAskedBy(item).stream()
                .map(name -> " --value " + name + "=…")
                .collect(Collectors.joining());
    }
}
