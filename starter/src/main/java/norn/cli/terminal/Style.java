package norn.cli.terminal;

/** Colours for a terminal; none for a file or a pipe. */
public record Style(boolean colours) {
    /** Emphasised. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** Less important. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** What is good. */
    public String good(String text) {
        return paint("32", text);
    }

    /** What is bad. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** Waits for somebody. */
    public String asks(String text) {
        return paint("33", text);
    }

    /** A status in its colour. */
    public String status(String status) {
        return switch (status) {
            case "SUCCESSFUL", "DONE" -> good(status);
            case "ROLLED_BACK", "ROLLBACK_FAILED", "ABANDONED", "FAILED", "ROLLING_BACK" -> bad(status);
            case "WAITING_FOR_PEOPLE", "PAUSED", "PARTIAL" -> asks(status);
            default -> bold(status);
        };
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
