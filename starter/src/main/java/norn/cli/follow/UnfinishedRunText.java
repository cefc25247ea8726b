package norn.cli.follow;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.run.ActionLog;
import norn.cli.terminal.Style;
import norn.report.TimeText;
import norn.report.markdown.Markdown;
import norn.worker.SavedRecords;
import norn.worker.UnfinishedRun;

/** The report of a run that says nothing of itself any more, such as one that was terminated, by this host's records, as Markdown. */
public final class UnfinishedRunText {
    private static final int COLUMNS = 120;

    private final UnfinishedRun run;
    private final Instant now;

    private UnfinishedRunText(UnfinishedRun run, Instant now) {
        this.run = run;
        this.now = now;
    }

    /**
     * The report.
     *
     * @param status what is known to have become of the run, such as {@code TERMINATED}
     * @param why who says so, and when it was, as a sentence
     */
    public static String of(UnfinishedRun run, String status, String why, Instant now) {
        return new UnfinishedRunText(run, now).text(status, why);
    }

    private String text(String status, String why) {
        var text = new Markdown(ZoneOffset.UTC).heading(1, "%s: %s".formatted(run.deployment(), status));
        text.line("**%s** It came to no final status. %s".formatted(why, outcome()));
        text.line("");
        text.line("This is by the records of this host: other hosts have records of their own, and what people answered"
                + (run.saved() == null
                        ? ""
                        : " after " + at(run.saved().checklist().asOf()))
                + " stands in the run's history on the Temporal server alone.");
        text.heading(2, "How %s stands now".formatted(run.host().environment()));
        text.line("```");
        new HostStateText(new Style(false), COLUMNS)
                .of(run.host(), "by the records of this host, " + at(now), now)
                .forEach(text::line);
        text.line("```");
        text.section(
                "What its actions did on this host (times in UTC)",
                List.of("Began", "Step", "Outcome", "What it came to"),
                rows(text));
        var saved = run.saved();
        return saved == null ? text.toString() : text + "\n" + savedReport(saved);
    }

    private String at(Instant moment) {
        return TimeText.moment(moment, now);
    }

    /** What became of the environment, and what to type. */
    private String outcome() {
        var environment = run.host().environment();
        var release = run.release().orElse("RELEASE");
        if (!run.hasChanged()) {
            return "It had begun no action that changes the environment: nothing is to be taken back. To deploy: `%s deploy %s --to %s`."
                    .formatted(WaitingItemText.LAUNCHER, release, environment);
        }
        if (run.rolledBack()) {
            return "What it had changed was rolled back.";
        }
        var unfinished = run.host().unfinished();
        if (unfinished != null && unfinished.deployment().equals(run.deployment())) {
            return "It began to change the environment, and neither let users in nor was rolled back. To restore %s: `%s rollback %s --reason TEXT --by NAME` (`--plan` shows what that does)."
                    .formatted(unfinished.release(), WaitingItemText.LAUNCHER, environment);
        }
        var live = run.wentLiveAt();
        if (live != null && release.equals(run.host().active())) {
            return "It went live at %s, and nothing watches %s any more. To watch on: `%s deploy %s --to %s --phase post-deployment`."
                    .formatted(at(live), release, WaitingItemText.LAUNCHER, release, environment);
        }
        return "It began to change the environment; whether something of that remains, `%s rollback %s --plan` shows."
                .formatted(WaitingItemText.LAUNCHER, environment);
    }

    private List<List<String>> rows(Markdown text) {
        var began = new LinkedHashMap<String, Instant>();
        run.actions().forEach(entry -> began.putIfAbsent(entry.step(), entry.at()));
        var rows = new ArrayList<List<String>>();
        run.latest()
                .forEach((step, entry) ->
                        rows.add(List.of(text.time(began.get(step)), run.title(step), outcome(entry), summary(entry))));
        return rows;
    }

    private static String outcome(ActionLog.Entry entry) {
        return switch (entry.what()) {
            case BEGUN -> "begun";
            case DONE -> "done";
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        };
    }

    private static String summary(ActionLog.Entry entry) {
        return entry.what() == ActionLog.What.BEGUN
                ? "how it ended is not recorded: its worker was ended, or it is still at work"
                : entry.summary();
    }

    /** What it said of itself when it last saved its record, a level lower. */
    private String savedReport(SavedRecords.SavedRun saved) {
        return "## The report that it saved last, as of %s: what it says of the present was so then\n\n%s"
                .formatted(at(saved.checklist().asOf()), saved.report().replaceAll("(?m)^(#+ )", "##$1"));
    }
}
