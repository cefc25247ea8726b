package norn.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where a command prints: results to standard output, everything else to standard error; colours on terminals only. */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final boolean inIsTerminal;
    private final boolean colours;
    private final boolean draws;
    private final TerminalSize screen = new TerminalSize();

    private Terminal(PrintStream out, PrintStream err, String terminals, boolean colours, boolean draws) {
        this.out = out;
        this.err = err;
        this.inIsTerminal = terminals.contains("0");
        this.outIsTerminal = terminals.contains("1");
        this.errIsTerminal = terminals.contains("2");
        this.colours = colours;
        this.draws = draws;
    }

    /**
     * The terminal of this process. The launcher passes in {@code norn.terminals}, and a script in {@code NORN_TERMINALS}, which of the
     * descriptors 0, 1 and 2 are terminals; without it, none is.
     */
    public static Terminal ofProcess() {
        var terminals = System.getProperty("norn.terminals", System.getenv().getOrDefault("NORN_TERMINALS", ""));
        var type = System.getenv("TERM");
        var draws = type != null && !type.isEmpty() && !type.equals("dumb");
        var colours = draws && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                terminals,
                colours,
                draws);
    }

    /** Two pipes: no colours, and nobody to ask. */
    public static Terminal piped(PrintStream out, PrintStream err) {
        return new Terminal(out, err, "", false, false);
    }

    /** For results, which a program may read. */
    public PrintStream out() {
        return out;
    }

    /** For everything else. */
    public PrintStream err() {
        return err;
    }

    /** {@link #out} for picocli. */
    public PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** {@link #err} for picocli. */
    public PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Whether standard error is a terminal on which lines can be redrawn. */
    public boolean isLive() {
        return errIsTerminal && draws;
    }

    /** The size of standard output's terminal; unlimited for a file or a pipe. */
    public TerminalSize.Dimensions outSize() {
        return outIsTerminal ? screen.size() : TerminalSize.UNLIMITED;
    }

    /** The size of standard error's terminal; unlimited for a file or a pipe. */
    public TerminalSize.Dimensions errSize() {
        return errIsTerminal ? screen.size() : TerminalSize.UNLIMITED;
    }

    /** Whether a person can be asked. */
    public boolean isInteractive() {
        return inIsTerminal && errIsTerminal;
    }

    /** Colours for results. */
    public Style style() {
        return new Style(colours && outIsTerminal);
    }

    /** Colours for everything else. */
    public Style errStyle() {
        return new Style(colours && errIsTerminal);
    }
}
