package norn.fingerprint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.ReleaseChanges;
import norn.code.Releases;
import norn.configuration.ConfigurationSettings;
import norn.database.Database;
import norn.database.store.Stores;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Order;
import norn.service.ServiceSettings;
import norn.service.ServiceState;
import norn.service.Services;
import norn.sessions.MaintenanceSettings;
import norn.sessions.SessionsSettings;
import org.jspecify.annotations.Nullable;

/**
 * The environment by its parts, each a short text or a hash: equal parts are an equal environment.
 *
 * @param release the active release's name; null where none is active
 * @param directory where the active link leads; null where it leads nowhere
 * @param parts ordered by name
 */
record Fingerprint(@Nullable String release, @Nullable Path directory, Map<String, String> parts) {
    /** The part that says what a release's directory holds otherwise than its commit. */
    static final String CODE_CHANGES = "code changes";

    private static final List<String> STAMPS = List.of(".norn/checked-out.json", "RELEASE", ".git/HEAD");

    Fingerprint {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(parts)));
    }

    /** The environment as it is now, as far as its file has sections for it. */
    static Fingerprint of(Order order, Attempt attempt) throws InterruptedException {
        var host = attempt.host();
        var parts = new TreeMap<String, String>();
        var code = host.section(CodeSettings.class);
        var directory =
                code.flatMap(settings -> new Releases(settings).active()).orElse(null);
        attempt.heartbeat("taking the release's fingerprint");
        if (code.isPresent()) {
            parts.put("release", directory == null ? "none" : directory.toString());
        }
        if (code.isPresent() && directory != null) {
            parts.put("code", code(code.get(), directory));
            parts.put(CODE_CHANGES, ReleaseChanges.of(directory, code.get().git()));
            host.section(ConfigurationSettings.class)
                    .ifPresent(settings -> parts.put("configuration", configuration(settings, directory)));
        }
        host.section(FingerprintSettings.class)
                .ifPresent(settings -> parts.put("files", files(settings.files(), attempt)));
        if (host.section(ServiceSettings.class).isPresent()) {
            parts.put("services", services(attempt));
        }
        host.section(Database.class).ifPresent(database -> {
            attempt.heartbeat("taking the database's fingerprint");
            parts.putAll(database.fingerprint(order, attempt));
        });
        parts.putAll(new Stores(order, attempt).fingerprint());
        return new Fingerprint(directory == null ? null : String.valueOf(directory.getFileName()), directory, parts);
    }

    /** What was built, and what it was built from: far less to read than all of a release's files. */
    private static String code(CodeSettings settings, Path release) {
        var paths = new TreeMap<String, Path>();
        for (var stamp : STAMPS) {
            paths.put(stamp, release.resolve(stamp));
        }
        settings.builds().forEach((component, build) -> {
            for (var output : build.outputs()) {
                paths.put(
                        component + ": " + output,
                        release.resolve(build.directory()).resolve(output));
            }
        });
        return hash(paths);
    }

    private static String configuration(ConfigurationSettings settings, Path release) {
        var paths = new TreeMap<String, Path>();
        settings.files().forEach((name, file) -> paths.put(name, release.resolve(file.to())));
        return hash(paths);
    }

    /** Whether maintenance mode is on is no part of it: a rollback verifies the fingerprint before it lets users in. */
    private static String files(List<Path> files, Attempt attempt) {
        var maintenance = attempt.host().section(SessionsSettings.class).map(SessionsSettings::maintenance);
        var lines = new TreeMap<String, String>();
        for (var file : files) {
            lines.put(file.toString(), "absent");
            if (Files.exists(file)) {
                lines.put(
                        file.toString(),
                        FileTrees.hash(
                                file,
                                maintenance
                                        .flatMap(MaintenanceSettings::settingsFile)
                                        .orElse(null)));
            }
            maintenance
                    .filter(settings -> settings.settingsFile()
                            .filter(changed -> changed.startsWith(file))
                            .isPresent())
                    .ifPresent(settings -> lines.put("maintenance", Sha256.of(settings.otherLines())));
        }
        return Sha256.of(lines.toString());
    }

    private static String hash(Map<String, Path> paths) {
        var lines = new TreeMap<String, String>();
        paths.forEach((name, path) -> lines.put(name, Files.exists(path) ? FileTrees.hash(path) : "absent"));
        return Sha256.of(lines.toString());
    }

    private static String services(Attempt attempt) {
        var lines = new TreeMap<String, String>();
        new Services(attempt).states().forEach((name, state) -> lines.put(name, service(state)));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String service(ServiceState state) {
        if (!state.running()) {
            return "down";
        }
        return state.release() == null ? "up" : "up from " + state.release();
    }
}
