package norn.cli.follow;

import java.util.Map;
import java.util.stream.Collectors;
import norn.journal.Checklist;

/** What waits for people, in words, and how to answer it from the command line. */
public final class Waitings {
    private Waitings() {}

    /** What it is, and for whom. */
    public static String line(Checklist.Waiting item) {
        return "%s %s: %s (%s)".formatted(item.kind(), item.id(), item.title(), String.join(" or ", item.roles()));
    }

    /** The commands that answer it, one for each choice. */
    public static String commands(Checklist.Waiting item, String deployment) {
        return item.choices().stream()
                .map(choice -> command(item, choice) + " --by NAME --deployment " + deployment)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** The command for one choice, short of who says so. */
    public static String command(Checklist.Waiting item, String choice) {
        return switch (choice) {
            case "GO" -> "norn go " + item.id();
            case "NO_GO" -> "norn no-go " + item.id();
            case "RETRY" -> "norn resolve " + item.id() + " --retry";
            case "SKIP" -> "norn resolve " + item.id() + " --skip --note REASON";
            case "ROLL_BACK" -> "norn resolve " + item.id() + " --roll-back";
            case "KEEP" -> "norn resolve " + item.id() + " --keep";
            case "FAILED" -> "norn complete " + item.id() + " --outcome failed";
            case "NOT_NEEDED" -> "norn complete " + item.id() + " --outcome not-needed";
            default -> "norn complete " + item.id() + values(item);
        };
    }

    private static String values(Checklist.Waiting item) {
        return item.message().payload().get("values") instanceof Map<?, ?> values
                ? values.keySet().stream()
                        .map(name -> " --value " + name + "=…")
                        .collect(Collectors.joining())
                : "";
    }
}
