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

    private Terminal(PrintStream out, PrintStream err, String terminals, boolean colours) {
        this.out = out;
        this.err = err;
        this.inIsTerminal = terminals.contains("0");
        this.outIsTerminal = terminals.contains("1");
        this.errIsTerminal = terminals.contains("2");
        this.colours = colours;
    }

    /**
     * This process's own. The launcher says in {@code norn.terminals} which of the descriptors 0, 1 and 2 are terminals; without
     * it, none is.
     */
    public static Terminal ofProcess() {
        var terminals = System.getProperty("norn.terminals", "");
        var colours = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                terminals,
                colours);
    }

    /** One that is piped: no colours, nobody to ask. */
    public static Terminal piped(PrintStream out, PrintStream err) {
        return new Terminal(out, err, "", false);
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
        return errIsTerminal;
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
