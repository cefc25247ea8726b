package norn.cli;

import picocli.CommandLine.Option;

/** Whether a program reads the result. */
final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON, for a program.")
    boolean json;
}
