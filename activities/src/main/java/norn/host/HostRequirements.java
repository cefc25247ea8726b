package norn.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * What this machine must be and have.
 *
 * @param cpus at least
 * @param memoryGigabytes at least, of 1,000,000,000 bytes
 * @param diskGigabytes size of the volume that {@code diskPath} lies on, at least
 * @param diskFreeGigabytes free there, at least; null: not required
 * @param networkMegabits speed of the fastest network link that is up, at least; null: not required (containers often report none)
 * @param tools programs by name
 * @param ports that must be free, beside those of the services, which these may hold
 * @param reachable {@code host:port} that must be open
 * @param certificates {@code host:port} whose TLS certificate must be valid for {@code certificateDays} more
 * @param writable folders that Norn must be able to write in
 * @param secrets names of secrets that must have a value which is no placeholder
 */
public record HostRequirements(
        int cpus,
        double memoryGigabytes,
        double diskGigabytes,
        @Nullable Double diskFreeGigabytes,
        @Default("/") Path diskPath,
        @Nullable Double networkMegabits,
        Map<String, Tool> tools,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        List<String> reachable,
        List<String> certificates,
        @Default("14") int certificateDays,
        List<Path> writable,
        @Refers("secrets") List<String> secrets) {
    private static final int MAX_PORT = 65_535;

    public HostRequirements {
        for (var addresses : List.of(reachable, certificates)) {
            for (var address : addresses) {
                if (!address.matches("[^:\\s/]+:\\d{1,5}")
                        || Integer.parseInt(address.substring(address.indexOf(':') + 1)) > MAX_PORT) {
                    throw new IllegalArgumentException(
                            "address %s: expected host:port, such as db.example.org:5432".formatted(address));
                }
            }
        }
    }

    /**
     * A program that must be there.
     *
     * @param command prints its version
     * @param minimum the lowest version that will do; null: any
     */
    public record Tool(
            @ArgumentList List<String> command, @Nullable String minimum) {
        public Tool {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("command: expected at least one word");
            }
        }
    }
}
