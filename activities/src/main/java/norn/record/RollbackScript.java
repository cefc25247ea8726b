package norn.record;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import norn.environment.Host;
import norn.exec.NornProgram;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * The script that rolls an environment back on this host when Temporal is gone. It lies beside the evidence of the deployment, starts
 * the Norn that wrote it, needs nothing on the PATH, and holds no secret.
 */
record RollbackScript(Host host, Order order) {
    private static final Set<PosixFilePermission> OWNER_RUNS = PosixFilePermissions.fromString("rwx------");

    Path file() {
        return RecordFolders.deployment(host.records(), order.deployment()).resolve("rollback.sh");
    }

    /** Writes it, anew where it is there. */
    void write() {
        AtomicFiles.write(file(), text(), OWNER_RUNS);
    }

    private String text() {
        var variables = host.secretVariables().keySet();
        return """
            #!/bin/sh
            # Takes %s back to the release before %s on this host, when the Temporal server is gone.
            #   %s --plan                              shows what it would do, and changes nothing
            #   %s --reason 'no server' --by alice     does it, and asks you where it has to
            # Run it as the user of the worker that wrote it (%s).%s
            # Run it again if it ends early: it begins with what it finds. What the server still runs when it comes back
            # may change nothing more.
            exec %s "$@"
            """.formatted(
                        host.environment(),
                        order.release(),
                        file(),
                        file(),
                        System.getProperty("user.name"),
                        variables.isEmpty()
                                ? ""
                                : "\n# It needs these variables, as the worker has them: %s."
                                        .formatted(String.join(", ", variables)),
                        NornProgram.line(host.localRollback()));
    }
}
