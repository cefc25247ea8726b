package norn.cli;

import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import norn.action.ActionFailed;
import norn.cli.option.ConfigOption;
import norn.cli.terminal.Terminal;
import norn.client.RequestFailed;
import norn.worker.HostEnvironments;
import norn.yaml.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/** The environments of this host, for commands that read its records beside what the server answers. */
record OwnEnvironments(Terminal terminal, ConfigOption config) {
    /**
     * Reads each of them, or that one alone. What cannot be read is said, and what was read before stays: the server's answer
     * does not depend on it.
     */
    void forEach(@Nullable String only, BiConsumer<HostEnvironments, String> read) {
        try {
            var environments = new HostEnvironments(config.folder());
            environments.names().stream()
                    .filter(name -> only == null || only.equals(name))
                    .forEach(name -> read.accept(environments, name));
        } catch (InvalidConfiguration | ActionFailed | UncheckedIOException | RequestFailed unreadable) {
            terminal.err()
                    .println("norn: this host's records cannot be read: "
                            + String.valueOf(unreadable.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
    }
}
