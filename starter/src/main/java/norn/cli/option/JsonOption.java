package norn.cli.option;

import picocli.CommandLine.Option;

/** Whether the result is JSON. */
public final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON, for programs.")
    public boolean json;
}
