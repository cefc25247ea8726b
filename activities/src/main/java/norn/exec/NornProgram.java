package norn.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How another process of this Norn is started: with the Java and the libraries of this one. */
public final class NornProgram {
    /** From here on Java warns of what libraries of ours do. */
    private static final int WARNS = 24;

    private static final String CLASS_PATH = "-cp";

    private NornProgram() {}

    /** The words that start a main class of Norn; its arguments come behind them. */
    public static List<String> command(List<String> options, String mainClass) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (Runtime.version().feature() >= WARNS) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options);
        command.addAll(List.of(CLASS_PATH, classPath(), mainClass));
        return command;
    }

    /** What such a command uses on the disk: the program, and its libraries, as far as they are there. */
    public static List<String> files(List<String> command) {
        var files = new ArrayList<>(command.subList(0, 1));
        var path = command.indexOf(CLASS_PATH) + 1;
        if (path > 0) {
            Stream.of(command.get(path).split(File.pathSeparator))
                    .filter(file -> Files.exists(Path.of(file)))
                    .forEach(files::add);
        }
        return files;
    }

    /** What such a command says to the main class. */
    public static List<String> arguments(List<String> command) {
        var path = command.indexOf(CLASS_PATH) + 1;
        return command.subList(path > 0 ? path + 2 : 1, command.size());
    }

    /** Whoever starts it may stand in another folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A command as one line of a shell script: each word in quotes. */
    public static String line(List<String> command) {
        return command.stream().map(NornProgram::quoted).collect(Collectors.joining(" "));
    }

    /** The same as a person types it: only words that need quotes have them. */
    public static String typed(List<String> command) {
        return command.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : quoted(word))
                .collect(Collectors.joining(" "));
    }

    /** A word as a shell reads it, whatever is in it. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
