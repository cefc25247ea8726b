package norn.action.planted;

import picocli.CommandLine;

/** A planted violation: only the command line knows what a person types. */
public record DependsOnPicocli(CommandLine line) {}
