package norn.rehearsal.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own programs that the sandbox is made with. */
public final class SystemPrograms {
    private SystemPrograms() {}

    public static Optional<Path> find(String name) {
        return onPath().map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Stream<Path> onPath() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of);
    }

    /** Names every program that is missing is too much at once: the first is said, with how to get it. */
    public static void requireAll() {
        require("git", "holds the releases", "Install it: apt install git (or your system's package).");
        require("make", "builds the releases", "Install it: apt install make (or your system's package).");
        require(
                "cc",
                "compiles the game servers",
                "Install a C compiler: apt install gcc libc6-dev (or your system's package).");
        require("setsid", "lets services live on", "Install util-linux. The sandbox needs Linux.");
        require("sha256sum", "checks libraries", "Install coreutils. The sandbox needs Linux.");
        jdk();
    }

    private static void require(String name, String purpose, String remedy) {
        if (find(name).isEmpty()) {
            throw new ToolMissing(name, purpose, remedy);
        }
    }

    /** The JDK that compiles and runs the services: the one that runs us, or the one on the PATH. */
    public static Path jdk() {
        return Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(SystemPrograms::isJdk)
                .findFirst()
                .or(() -> find("javac")
                        .map(javac -> real(javac).resolve("../..").normalize())
                        .filter(SystemPrograms::isJdk))
                .orElseThrow(() -> new ToolMissing(
                        "javac",
                        "compiles the AI service and the dashboard",
                        "Install a JDK, 17 or newer, and point JAVA_HOME at it: apt install openjdk-17-jdk-headless."));
    }

    private static boolean isJdk(Path home) {
        return Files.isExecutable(home.resolve("bin/javac")) && Files.isExecutable(home.resolve("bin/java"));
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
