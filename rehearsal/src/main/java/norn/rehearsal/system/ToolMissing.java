package norn.rehearsal.system;

/** A program that the sandbox is made with is not on this machine. */
public final class ToolMissing extends RuntimeException {
    private final String tool;

    public ToolMissing(String tool, String purpose, String remedy) {
        super("%s is not installed: it %s. %s".formatted(tool, purpose, remedy));
        this.tool = tool;
    }

    /** The program's name. */
    public String tool() {
        return tool;
    }
}
