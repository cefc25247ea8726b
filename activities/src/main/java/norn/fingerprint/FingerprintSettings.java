package norn.fingerprint;

import java.nio.file.Path;
import java.util.List;

/**
 * What belongs to the environment's fingerprint beside release, settings, services and database.
 *
 * @param files files and folders on this host
 */
public record FingerprintSettings(List<Path> files) {
    public FingerprintSettings {
        files = List.copyOf(files);
    }
}
