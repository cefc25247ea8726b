package norn.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import norn.action.Target;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.database.Database;
import norn.environment.Host;
import norn.exec.ChildEnvironment;
import norn.exec.NornProgram;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * The script that rolls an environment back on this host when Temporal is gone. It lies beside the evidence of the deployment, starts
 * the Norn that wrote it, needs nothing on the PATH, and holds no secret. Where that Norn is gone, it says what to do by hand.
 */
record RollbackScript(Host host, Order order) {
    /** It holds no secret, and whoever may not use it must be able to read why. */
    private static final Set<PosixFilePermission> ALL_READ = PosixFilePermissions.fromString("rwxr-xr-x");

    Path file() {
        return folder().resolve("rollback.sh");
    }

    /** Writes it, anew where it is there. */
    void write() {
        AtomicFiles.write(file(), text(), ALL_READ);
    }

    private String text() {
        var variables = host.secretVariables().keySet();
        var user = System.getProperty("user.name");
        return """
            #!/bin/sh
            # Takes %1$s back to what %2$s found here, on this host, when the Temporal server is gone.
            #   %3$s --plan                              shows what it would do, and changes nothing
            #   %3$s --reason 'no server' --by alice     does it, and asks you where it has to
            # It works once that deployment has changed something, and until another one has.
            # Run it as the user of the worker that wrote it (%4$s).%5$s
            # Run it again if it ends early: it begins with what it finds. What the server still runs when it comes back
            # may change nothing more.
            %6$s
            if [ "$(id -u)" != %7$s ]; then
                printf '%%s\n' %8$s >&2
                exit 78
            fi
            for file in %9$s; do
                if [ ! -r "$file" ]; then
                    printf '%%s\n' "norn: this script starts the Norn that wrote it, and $file of that is gone." \
                        %10$s >&2
                    exit 78
                fi
            done
            NORN_SCRIPT=%11$s
            NORN_TERMINALS= # which of input, output and errors a person sees
            for descriptor in 0 1 2; do
                if [ -t "$descriptor" ]; then NORN_TERMINALS=$NORN_TERMINALS$descriptor; fi
            done
            export NORN_SCRIPT NORN_TERMINALS
            cd / || exit 78
            exec %12$s --of %13$s "$@"
            """.formatted(
                        host.environment(),
                        order.deployment(),
                        file(),
                        user,
                        variables.isEmpty()
                                ? ""
                                : "\n# It needs these variables, as the worker has them: %s."
                                        .formatted(String.join(", ", variables)),
                        ofWorker(),
                        userId(),
                        NornProgram.quoted(
                                "norn: run this as the worker's user, %1$s, who must be able to change what it writes: sudo -u %1$s %2$s …"
                                        .formatted(user, file())),
                        NornProgram.line(NornProgram.files(host.localRollback())),
                        byHand().stream().map(NornProgram::quoted).collect(Collectors.joining(" \\\n            ")),
                        NornProgram.quoted(file().toString()),
                        NornProgram.line(host.localRollback()),
                        NornProgram.quoted(order.deployment()));
    }

    /** What is left to people where no Norn can be started from here. */
    private List<String> byHand() {
        var lines = new ArrayList<String>();
        lines.add("Put it back. Or roll back with another Norn of the same version on this host:");
        lines.add("  ./norn %s --of %s --reason TEXT"
                .formatted(
                        NornProgram.typed(NornProgram.arguments(host.localRollback())),
                        NornProgram.typed(List.of(order.deployment()))));
        lines.add("Or do it by hand:");
        lines.add("  Shut users out, and stop the services of %s.".formatted(host.environment()));
        host.section(Database.class)
                .ifPresent(
                        database -> database.returnByHand(order.deployment()).forEach(line -> lines.add("  " + line)));
        host.section(CodeSettings.class).ifPresent(code -> lines.add(activate(code)));
        lines.add("  Start the services, check them, and let users in.");
        lines.add("What there was before is in %s, what was done since in %s."
                .formatted(Target.file(folder()), folder().resolve("actions.jsonl")));
        return lines;
    }

    private String activate(CodeSettings code) {
        var previous = order.previousRelease();
        var link = code.active().toAbsolutePath().toString();
        return previous == null
                ? "  Remove the link %s: no release served before.".formatted(link)
                : "  Point the link at %s: %s"
                        .formatted(
                                previous,
                                NornProgram.typed(List.of(
                                        "ln",
                                        "-sfn",
                                        new Releases(code).directory(previous).toString(),
                                        link)));
    }

    private Path folder() {
        return RecordFolders.deployment(host.records(), order.deployment());
    }

    /** What the actions find their programs and files by, as the worker has it: the shell of the night may have others. */
    private static String ofWorker() {
        return ChildEnvironment.ofAnyShell().entrySet().stream()
                .map(variable -> "export %s=%s".formatted(variable.getKey(), NornProgram.quoted(variable.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read who this process is", unreadable);
        }
    }
}
