package norn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Norn's own tests; the launcher runs them, for what it needs is Maven. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Norn's own tests: all of them, or those that need no server ('fast'), or single classes by their names."
                    + " Needs Maven, and the folder that Norn was cloned into.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./norn test                            every test, most of them against the real thing",
            "  ./norn test fast                       those that need no server, in under 2 minutes",
            "  ./norn test LocksTest                  one class; LocksTest#NAME runs one of its tests",
            "  ./norn test --full                     every seed, on every JDK that is found",
            "  ./norn test -pl workflows -am          options of Maven"
        })
@SuppressWarnings("UnusedVariable") // the words are for the help
final class TestCommand implements Callable<Integer> {
    @Option(names = "--full", description = "Every seed of the random tests, on every JDK that is installed.")
    private boolean full;

    @Option(names = "--compile", description = "Run nothing: compile, on every JDK that is installed.")
    private boolean compile;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "Test classes by their simple names, or 'fast'. Words after them that begin with - are handed on to Maven.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        throw CommandFailed.usage(
                "the tests are run by Norn's launcher", "Type ./norn test in the folder that Norn was cloned into.");
    }
}
