package norn.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to run: its words as they are, no shell between. Secrets go by {@code environment} or a file, never in
 * {@code argv}, which everybody on the machine can read.
 *
 * @param name names its output in the evidence folder, and the process for the next attempt; unique in the step
 * @param environment beside what every command gets, see {@link ChildEnvironment}
 * @param input what it reads; null: nothing
 * @param niceness how much it stands back behind others, 0 to 19
 * @param timeout how long it may take; null: as long as the action may
 * @param separateErrors errors go to a file of their own, so that the output can be read by a program
 */
public record Invocation(
        String name,
        List<String> argv,
        @Nullable Path directory,
        Map<String, String> environment,
        @Nullable Path input,
        int niceness,
        @Nullable Duration timeout,
        boolean separateErrors) {
    public Invocation {
        argv = List.copyOf(argv);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("command %s: has no words".formatted(name));
        }
    }

    /** The command in the worker's directory. */
    public static Invocation of(String name, List<String> argv) {
        return new Invocation(name, argv, null, Map.of(), null, 0, null, false);
    }

    /** The program's name, without folders: what leaves this host of the command. */
    public String program() {
        var program = argv.get(0);
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** The same in that directory. */
    public Invocation inDirectory(Path elsewhere) {
        return new Invocation(name, argv, elsewhere, environment, input, niceness, timeout, separateErrors);
    }

    /** The same with these added to its environment. */
    public Invocation withEnvironment(Map<String, String> added) {
        var all = new LinkedHashMap<>(environment);
        all.putAll(added);
        return new Invocation(name, argv, directory, all, input, niceness, timeout, separateErrors);
    }

    /** The same, reading that file. */
    public Invocation withInput(Path file) {
        return new Invocation(name, argv, directory, environment, file, niceness, timeout, separateErrors);
    }

    /** The same at a lower priority: others work on that machine. */
    public Invocation withNiceness(int by) {
        return new Invocation(name, argv, directory, environment, input, by, timeout, separateErrors);
    }

    /** The same, ended when it takes longer. */
    public Invocation withTimeout(Duration timeout) {
        return new Invocation(name, argv, directory, environment, input, niceness, timeout, separateErrors);
    }

    /** The same with errors in a file of their own. */
    public Invocation withSeparateErrors() {
        return new Invocation(name, argv, directory, environment, input, niceness, timeout, true);
    }
}
