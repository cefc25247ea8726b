package norn.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import norn.catalog.EnvironmentFile;
import norn.environment.Host;
import norn.files.Sha256;

/**
 * Hosts as they were read, each for as long as the files that it was read from hold the same: the environment's own, and those of
 * its secrets. To read a long one again takes longer than many a step.
 */
final class HostCache {
    private final Map<String, List<Path>> sources = new ConcurrentHashMap<>();
    private final Map<String, CachedHost> hosts = new ConcurrentHashMap<>();

    /** A host, and one hash of what its files held when it was read. */
    private record CachedHost(Host host, String sha256) {}

    /** The host of that environment, whose file is that one. */
    Host host(String environment, Path file, Supplier<EnvironmentFile> reader, Function<EnvironmentFile, Host> host) {
        var known = sources.getOrDefault(environment, List.of(file));
        var before = sha256(known);
        var cached = hosts.get(environment);
        if (cached != null && known.get(0).equals(file) && cached.sha256().equals(before)) {
            return cached.host();
        }
        var written = reader.get();
        var read = host.apply(written);
        var now = sources(file, written);
        sources.put(environment, now);
        if (now.equals(known) && sha256(now).equals(before)) { // nothing changed while it was read
            hosts.put(environment, new CachedHost(read, before));
        } else {
            hosts.remove(environment);
        }
        return read;
    }

    private static List<Path> sources(Path file, EnvironmentFile environment) {
        var sources = new ArrayList<Path>();
        sources.add(file);
        var secrets = environment.host().field("secrets");
        if (secrets != null) {
            secrets.fields().values().forEach(secret -> {
                var path = secret.field("file");
                if (path != null) {
                    sources.add(Path.of(path.text()));
                }
            });
        }
        return sources;
    }

    private static String sha256(List<Path> sources) {
        var content = new StringBuilder();
        for (var source : sources) {
            content.append(source).append('\n').append(content(source)).append('\0');
        }
        return Sha256.of(content.toString());
    }

    private static String content(Path source) {
        try {
            return Files.getPosixFilePermissions(source) + Files.readString(source);
        } catch (NoSuchFileException none) {
            return "absent";
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + source, unreadable);
        }
    }
}
