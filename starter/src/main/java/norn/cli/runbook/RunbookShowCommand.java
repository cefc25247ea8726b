package norn.cli.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.option.JsonOption;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Style;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a runbook. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints a runbook: its phases, sections and steps, with the time of each step and who or what does it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn runbook show",
            "  norn runbook show web-service --phase deployment-day",
            "  norn runbook show --json"
        })
final class RunbookShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "Print only this phase: pre-deployment, deployment-day, post-deployment or rollback.")
    private @Nullable String phase;

    @Mixin
    private RunbookOption runbook;

    @Mixin
    private JsonOption json;

    RunbookShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var loaded = runbook.load().runbook();
        var phases = phase == null ? loaded.phases() : List.of(loaded.phase(name(phase)));
        if (json.json) {
            terminal.out().println(LenientJson.text(phase == null ? loaded : phases.get(0)));
            return 0;
        }
        terminal.out().println(terminal.style().bold(loaded.title()));
        phases.forEach(each -> lines(each, terminal.style()).forEach(terminal.out()::println));
        return 0;
    }

    private static PhaseName name(String phase) {
        try {
            return PhaseName.of(phase);
        } catch (IllegalArgumentException unknown) {
            throw CommandFailed.usage(String.valueOf(unknown.getMessage()), null);
        }
    }

    private static List<String> lines(Phase phase, Style style) {
        var lines = new ArrayList<String>(List.of("", style.bold("== " + phase.name() + ": " + phase.title())));
        for (var section : phase.sections()) {
            lines.addAll(List.of("", "   " + section.title()));
            section.steps().forEach(step -> lines.add(line(step, style)));
        }
        return lines;
    }

    private static String line(Step step, Style style) {
        var time = step.at() == null ? "" : step.at().text();
        var who = step.work()
                .match(
                        action -> action.name(),
                        attestation -> "by " + String.join(" or ", attestation.roles()),
                        gate -> "GO by " + (gate.quorum() > 1 ? gate.quorum() + " of " : "")
                                + String.join(" or ", gate.roles()));
        var marks = (step.optional() ? ", optional" : "")
                + (step.changes() ? ", changes the environment" : "")
                + (step.goLive() ? ", goes live" : "");
        return "   %-9s %-24s %s %s".formatted(time, step.id(), step.title(), style.faint("[" + who + marks + "]"));
    }
}
