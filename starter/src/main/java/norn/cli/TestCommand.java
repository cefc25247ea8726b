package norn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Norn's own tests. The launcher runs them; here is only the help. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Norn's own tests: all of them, or those that need no server ('fast'), or single classes by their"
                    + " names. Needs Maven and the cloned repository.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./norn test                            every test, most of them with real servers and processes",
            "  ./norn test fast                       those that need no server: under 2 minutes",
            "  ./norn test LocksTest                  one class; LocksTest#NAME runs one of its tests",
            "  ./norn test --full                     all random seeds, on every JDK that is installed",
            "  ./norn test docker                     the stack of docker/, with a Docker of its own",
            "  ./norn test -pl workflows -am          with options of Maven"
        })
@SuppressWarnings("UnusedVariable") // the options are for the help
final class TestCommand implements Callable<Integer> {
    @Option(names = "--full", description = "All seeds of the random tests, on every JDK that is installed.")
    private boolean full;

    @Option(names = "--compile", description = "Run no test; compile, on every JDK that is installed.")
    private boolean compile;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "Test classes by their simple names, or 'fast', or 'docker'. Words after them that begin with - go"
                            + " to Maven.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        throw CommandFailed.usage(
                "only Norn's launcher can run the tests", "Run ./norn test in the cloned repository.");
    }
}
