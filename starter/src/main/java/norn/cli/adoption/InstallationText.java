package norn.cli.adoption;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.adoption.AdoptionUndo;
import norn.adoption.Installation;
import norn.cli.terminal.Style;
import norn.code.WorkTree;
import norn.plan.Problem;
import norn.service.FoundService;
import norn.state.Finding;

/** An installation as it was found, as text. */
record InstallationText(String environment, Style style) {
    /** Its lines. */
    List<String> lines(Installation installation) {
        var lines = new ArrayList<String>();
        lines.add(style.bold("%s: %s".formatted(environment, state(installation))));
        lines.add("");
        installation.services().forEach(service -> lines.add("  " + line(service, installation)));
        var git = installation.git();
        if (git != null) {
            lines.add("");
            lines.add("  %s: %s"
                    .formatted(
                            installation.tree() == null ? installation.directory() : installation.tree(), tree(git)));
        }
        section(
                lines,
                "Must be put right first:",
                installation.problems().stream().map(Problem::text).toList());
        if (installation.problems().isEmpty() && !installation.isAdopted()) {
            section(
                    lines,
                    "To adopt it as the release %s, Norn will:".formatted(installation.release()),
                    changes(installation));
        }
        section(lines, "Note:", installation.notes());
        return lines;
    }

    /** The lines of what taking the adoption back means. */
    List<String> lines(AdoptionUndo.Undoing undoing) {
        var lines = new ArrayList<String>();
        var record = undoing.record();
        lines.add(style.bold((record.provenAt() == null
                        ? "%s: its adoption as %s was begun by %s at %s, and is not proven"
                        : "%s: adopted as %s by %s at %s")
                .formatted(environment, record.release(), record.by(), record.startedAt())));
        section(
                lines,
                "In the way:",
                undoing.problems().stream().map(Problem::text).toList());
        if (undoing.problems().isEmpty()) {
            section(lines, "To take that back, Norn will:", undoing.changes());
        }
        return lines;
    }

    private static List<String> changes(Installation installation) {
        return installation.isBegun() && installation.changes().isEmpty()
                ? List.of("go on where it was ended: links, start, and the proof of the way back")
                : installation.changes();
    }

    private static String state(Installation installation) {
        var record = installation.record();
        if (record != null && record.provenAt() != null && installation.tree() == null) { // whether or not it runs now
            return "adopted as %s, gone back to and proven at %s".formatted(record.release(), record.provenAt());
        }
        if (installation.isBegun()) {
            return "its adoption was begun, and is not proven";
        }
        return installation.tree() == null ? "not adopted" : "runs in place, from " + installation.tree();
    }

    private static String line(FoundService service, Installation installation) {
        if (service.unknown() != null) {
            return "%-16s unknown: %s".formatted(service.name(), service.unknown());
        }
        if (!service.managed()) {
            return "%-16s left to others; %s"
                    .formatted(
                            service.name(),
                            service.isFound() ? "found by " + String.join(", ", service.how()) : "not looked for here");
        }
        if (!service.isFound()) {
            return "%-16s not found: looked for %s".formatted(service.name(), String.join(", ", service.lookedFor()));
        }
        return "%-16s %s; by %s; works in %s; %s"
                .formatted(
                        service.name(),
                        processes(service.pids()),
                        String.join(", ", service.how()),
                        service.directory() == null ? "a folder that cannot be seen" : service.directory(),
                        installation.isThroughLink(service)
                                ? "runs %s, through the link".formatted(service.release())
                                : service.release() == null
                                        ? "not through the link"
                                        : "runs %s, not through the link".formatted(service.release()));
    }

    private static String processes(List<Long> pids) {
        if (pids.isEmpty()) {
            return "runs";
        }
        return (pids.size() == 1 ? "process " : "processes ")
                + pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String tree(WorkTree git) {
        if (git.versioned() == Finding.UNKNOWN) {
            return "a git work tree that git does not describe";
        }
        if (git.versioned() == Finding.NO) {
            return "no git work tree";
        }
        return "commit %s%s, %d changed, %d that git does not hold"
                .formatted(
                        git.commit(),
                        git.tag() == null ? "" : " (%s)".formatted(git.tag()),
                        git.changed().size(),
                        git.untracked().size());
    }

    private void section(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.add("");
            lines.add(title);
            items.forEach(item -> lines.add("  - " + item));
        }
    }
}
