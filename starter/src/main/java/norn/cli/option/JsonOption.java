package norn.cli.option;

import picocli.CommandLine.Option;

/** Whether a program reads the result. */
public final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON, for a program.")
    public boolean json;
}
