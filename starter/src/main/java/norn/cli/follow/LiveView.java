package norn.cli.follow;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import norn.cli.terminal.Style;
import norn.journal.Checklist;

/** The state on a few lines of a terminal, drawn anew in place. */
public final class LiveView implements View {
    private final PrintStream out;
    private final Style style;
    private final Instant since = Instant.now();
    private List<String> drawn = List.of();
    private String note = "";
    private boolean asking;

    /** Draws there. */
    public LiveView(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public void show(Checklist checklist, Instant now) {
        note = "";
        if (!asking) draw(new Picture(style, since).of(checklist, now));
    }

    @Override
    public void silent(String reason, Instant now) {
        if (note.equals(reason)) return;
        note = reason;
        say(style.asks(reason));
    }

    @Override
    public void ask(String prompt) {
        asking = true;
        drawn = List.of();
        out.println(prompt);
        out.print("> ");
        out.flush();
    }

    @Override
    public void answered() {
        asking = false;
    }

    @Override
    public void say(String line) {
        erase();
        out.println(line);
        var again = drawn;
        drawn = List.of();
        if (!again.isEmpty()) draw(again);
    }

    @Override
    public void end() {
        drawn = List.of();
        out.flush();
    }

    private void draw(List<String> lines) {
        if (lines.equals(drawn)) return;
        erase();
        lines.forEach(out::println);
        drawn = lines;
        out.flush();
    }

    /** Up by as many lines as were drawn, and clear to the end of the screen. */
    private void erase() {
        if (!drawn.isEmpty()) out.print("\u001b[" + drawn.size() + "F\u001b[J");
    }
}
