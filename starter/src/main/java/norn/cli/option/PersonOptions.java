package norn.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who says it. */
public final class PersonOptions {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Your name, for the record. Default: NORN_BY, else the name you are logged in with.")
    @Nullable
    String by;

    /** The person's name. */
    public String name() {
        if (by != null) {
            return by;
        }
        var named = System.getenv("NORN_BY");
        return named == null || named.isBlank() ? System.getProperty("user.name", "") : named;
    }
}
