package norn.cli.follow;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Style;
import norn.cli.terminal.Terminal;
import norn.report.Checklist;

/** Shows the state on a few lines of a terminal, and redraws them in place. */
public final class LiveView implements ProgressView {
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Terminal terminal;
    private final PrintStream out;
    private final Style style;
    private final Instant since = Instant.now();
    private List<String> drawn = List.of();
    private int drawnColumns;
    private String note = "";
    private boolean asking;

    /** Draws on that terminal's standard error. */
    public LiveView(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.err();
        this.style = terminal.errStyle();
    }

    @Override
    public synchronized void checklist(Checklist checklist, Instant now) {
        note = "";
        if (!asking) {
            draw(new StatusText(style, since, columns()).of(checklist, now));
        }
    }

    @Override
    public synchronized void noAnswer(String reason, Instant now) {
        if (note.equals(reason)) {
            return;
        }
        note = reason;
        say(style.asks(reason));
    }

    /** Replaces the state, so that question and answer stay on the screen. */
    @Override
    public synchronized void ask(String prompt) {
        erase();
        asking = true;
        drawn = List.of();
        out.println(style.asks(LineWrapper.wrappedText(prompt, columns())));
        out.print("> ");
        out.flush();
    }

    @Override
    public synchronized void answered() {
        asking = false;
    }

    @Override
    public synchronized void say(String line) {
        erase();
        out.println(LineWrapper.wrappedText(line, columns()));
        var again = drawn;
        drawn = List.of();
        if (!again.isEmpty()) {
            draw(again);
        }
    }

    @Override
    public synchronized void end() {
        drawn = List.of();
        out.flush();
    }

    /** One less than the terminal has: a full line may move the cursor to the next. */
    private int columns() {
        return terminal.errSize().columns() - 1;
    }

    /** Draws no more than the screen holds: what scrolled away cannot be redrawn. */
    private void draw(List<String> all) {
        var most = Math.max(3, terminal.errSize().rows() - 2);
        var lines = all.size() <= most ? all : all.subList(0, most);
        if (lines.equals(drawn)) {
            return;
        }
        var page = new StringBuilder(up());
        for (var line : lines) {
            page.append(line).append(CLEAR_LINE).append(System.lineSeparator());
        }
        out.print(page.append(CLEAR_BELOW)); // in one go: nothing flickers
        out.flush();
        drawn = List.copyOf(lines);
        drawnColumns = columns();
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print(up() + CLEAR_BELOW);
        }
    }

    /** Moves the cursor to the first drawn line. In a window that has become narrower, the lines have moved: they are left. */
    private String up() {
        return drawn.isEmpty() || columns() < drawnColumns ? "" : "\u001b[" + drawn.size() + "F";
    }
}
