package norn.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where a command prints: results on standard output, everything else on standard error; colours only where people look. */
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
     * This process's own. The launcher says in {@code norn.terminals} which of the descriptors 0, 1 and 2 are terminals; without
     * it, none is.
     */
    public static Terminal ofProcess() {
        var terminals = System.getProperty("norn.terminals", "");
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

    /** One that is piped: no colours, nobody to ask. */
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

    /** {@link #out} as picocli wants it. */
    public PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** {@link #err} as picocli wants it. */
    public PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Whether a person sees standard error as it is written, so that lines may be drawn anew. */
    public boolean isLive() {
        return errIsTerminal && draws;
    }

    /** How large the page is that standard output is seen on; endless where it is a file or a pipe. */
    public TerminalSize.Dimensions outSize() {
        return outIsTerminal ? screen.size() : TerminalSize.UNLIMITED;
    }

    /** Likewise, of standard error. */
    public TerminalSize.Dimensions errSize() {
        return errIsTerminal ? screen.size() : TerminalSize.UNLIMITED;
    }

    /** Whether a person is there to answer. */
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
