package norn.adoption;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.WorkTree;
import norn.configuration.ConfigurationSettings;
import norn.exec.ProcessStat;
import norn.limit.Limits;
import norn.plan.Count;
import norn.service.FoundService;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/** What the adoption of a folder changes, what people change afterwards, and what they should know of it. */
final class InstallationChanges {
    private final Attempt attempt;
    private final Path tree;
    private final String release;
    private final @Nullable Path directory;
    private final List<FoundService> services;
    private final CodeSettings code;
    private final Path active;

    InstallationChanges(
            Attempt attempt, Path tree, String release, @Nullable Path directory, List<FoundService> services) {
        this.attempt = attempt;
        this.tree = tree;
        this.release = release;
        this.directory = directory;
        this.services = services;
        this.code = attempt.settings(CodeSettings.class);
        this.active = code.active().toAbsolutePath();
    }

    private List<FoundService> managed() {
        return services.stream().filter(FoundService::managed).toList();
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        var names = String.join(", ", managed().stream().map(FoundService::name).toList());
        lines.add("stop %s".formatted(names));
        lines.add("rename %s to %s".formatted(tree, directory));
        lines.add("make %s a link to it".formatted(active));
        if (!tree.equals(active)) {
            lines.add("make %s a link to %s: units and scripts that name it run through the link, and need no edit"
                    .formatted(tree, active));
        }
        lines.add("start %s; then, to prove it, stop them, point the link elsewhere and back, and start them"
                .formatted(names));
        managed().forEach(service -> afterwards(service).ifPresent(lines::add));
        return lines;
    }

    /** What a person should change of a service afterwards, so that its files say what is. */
    private Optional<String> afterwards(FoundService service) {
        return switch (service.manager()) {
            case "systemd" -> Optional.of("afterwards, as you like: " + dropIn(service, active, tree));
            case "process", "script" ->
                Optional.of(
                        "afterwards: have whatever starts %s at boot (crontab, rc.local, a script) call 'norn start %s %s'"
                                .formatted(service.name(), attempt.host().environment(), service.name()));
            default -> Optional.empty();
        };
    }

    /**
     * The lines of a drop-in that has a unit work in the active release.
     *
     * @param tree where it works now, as far as that is to be replaced; null: nobody knows which folder it needs
     */
    static String dropIn(FoundService service, Path active, @Nullable Path tree) {
        var unit = service.how().stream()
                .filter(how -> how.startsWith("unit "))
                .map(how -> how.substring("unit ".length()))
                .findFirst()
                .orElse("its unit");
        var now = service.configuredDirectory();
        var folder = tree != null && now != null && now.startsWith(tree)
                ? active.resolve(tree.relativize(now)).normalize()
                : active;
        return "'systemctl edit %s' with [Service] WorkingDirectory=%s".formatted(unit, folder);
    }

    List<String> notes(WorkTree git, @Nullable Path leadsTo) {
        var notes = new ArrayList<String>();
        if (leadsTo != null && !leadsTo.equals(tree)) {
            notes.add("%s leads to %s, from which no service runs: it will lead to %s"
                    .formatted(active, leadsTo, directory));
        }
        if (git.versioned() == Finding.NO) {
            notes.add("%s is no git work tree: the release is named by the day, and nobody can say which commit it is"
                    .formatted(tree));
        }
        if (!git.changed().isEmpty()) {
            notes.add(
                    "%s from the commit: %s. They are a part of %s as they are; the next release lacks them unless they are"
                                    .formatted(differ(git.changed().size()), shown(git.changed()), release)
                            + " committed.");
        }
        var site = git.untracked().stream().filter(path -> !isProvided(path)).toList();
        if (!site.isEmpty()) {
            notes.add(
                    "git does not hold %s. A fresh release lacks them: name what it needs in host.code.shared, and move data"
                                    .formatted(shown(site))
                            + " that services write out of the tree (link: true).");
        }
        var others = ProcessStat.all().stream()
                .filter(process -> !process.zombie())
                .map(ProcessStat::pid)
                .filter(pid -> ProcessStat.workingDirectory(pid)
                        .filter(folder -> folder.startsWith(tree))
                        .isPresent())
                .filter(pid -> services.stream().noneMatch(service -> service.includes(pid)))
                .map(pid -> "%d (%s)"
                        .formatted(
                                pid,
                                ProcessStat.program(pid)
                                        .map(Path::getFileName)
                                        .map(Path::toString)
                                        .orElse("another user's")))
                .toList();
        if (!others.isEmpty()) {
            notes.add("processes of no service work in %s, and stay there when it is renamed: %s"
                    .formatted(tree, shown(others)));
        }
        return notes;
    }

    private static String differ(int count) {
        return Count.of(count, "file") + (count == 1 ? " differs" : " differ");
    }

    private static String shown(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(Limits.SHOWN_ITEMS, all.size())))
                + (all.size() > Limits.SHOWN_ITEMS ? " and %d more".formatted(all.size() - Limits.SHOWN_ITEMS) : "");
    }

    /** Whether a new release has that path without git: laid over it, rendered, or built. */
    private boolean isProvided(String path) {
        var provided = new ArrayList<Path>();
        code.shared().forEach(shared -> provided.add(Path.of(shared.to())));
        attempt.host()
                .section(ConfigurationSettings.class)
                .ifPresent(settings -> settings.files().values().forEach(file -> provided.add(Path.of(file.to()))));
        code.builds()
                .values()
                .forEach(build -> Stream.concat(build.outputs().stream(), build.scratch().stream())
                        .forEach(output -> provided.add(
                                Path.of(build.directory()).resolve(output).normalize())));
        var file = Path.of(path);
        return provided.stream().anyMatch(file::startsWith);
    }
}
