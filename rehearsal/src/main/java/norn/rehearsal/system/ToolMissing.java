package norn.rehearsal.system;

import java.util.Map;
import java.util.stream.Collectors;

/** A program that the sandbox is made with is not on this machine. */
public final class ToolMissing extends RuntimeException {
    private final String tool;

    public ToolMissing(String tool, String purpose, String remedy) {
        super("%s is not installed: it %s. %s".formatted(tool, purpose, remedy));
        this.tool = tool;
    }

    /** Several: each with how to get it. */
    public ToolMissing(Map<String, String> remedies) {
        super("not installed: %s. A sandbox like production is made with them."
                .formatted(remedies.entrySet().stream()
                        .map(missing -> "%s (%s)".formatted(missing.getKey(), missing.getValue()))
                        .collect(Collectors.joining(", "))));
        this.tool = String.join(", ", remedies.keySet());
    }

    /** The program's name. */
    public String tool() {
        return tool;
    }
}
