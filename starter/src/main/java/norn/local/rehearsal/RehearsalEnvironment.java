package norn.local.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.client.RequestFailed;
import norn.exec.NornProgram;
import norn.local.NornHome;
import norn.rehearsal.LedgerMain;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxDescription;
import norn.rehearsal.production.PythonPackages;

/** The environment {@code rehearsal}: {@code rehearsal.yaml} beside this class, filled in with the sandbox's paths and ports. */
public final class RehearsalEnvironment {
    /** Its name. */
    public static final String NAME = "rehearsal";

    private static final Pattern SANDBOX = Pattern.compile("^# The environment of the sandbox in \"(.+)\"$");

    /** Begins a block of the template that sandboxes of one kind have. */
    private static final String ONLY = "@only ";

    private final SandboxDescription sandbox;
    private final Path records;
    private final String pace;

    /**
     * The environment of that sandbox.
     *
     * @param records the folder for evidence, records and the fence
     * @param pace how fast planned time passes: {@code real}, {@code asap} or a number
     */
    public RehearsalEnvironment(SandboxDescription sandbox, Path records, String pace) {
        this.sandbox = sandbox;
        this.records = records;
        this.pace = pace;
    }

    /**
     * Checks that the environment in the home's configuration folder, if there is one, is that of the home's own sandbox.
     *
     * @throws RequestFailed if it is the copy of another home's: it names the other one's files and services
     */
    public static void requireOwn(NornHome home) {
        var file = file(home.config());
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            var owner = lines.findFirst().flatMap(RehearsalEnvironment::sandboxOf);
            if (owner.isPresent() && !home.owns(owner.get())) {
                throw RequestFailed.configuration(
                        "%s: this is the environment of another home's sandbox, %s".formatted(file, owner.get()),
                        "This home is a copy. './norn up' gives it a sandbox and an environment of its own.");
            }
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<Path> sandboxOf(String firstLine) {
        var named = SANDBOX.matcher(firstLine);
        return named.find() ? Optional.of(Path.of(named.group(1))) : Optional.empty();
    }

    private static Path file(Path config) {
        return config.resolve("environments").resolve(NAME + ".yaml");
    }

    /** Writes it into that configuration folder. It holds passwords, so only its owner can read it. */
    public Path write(Path config) throws IOException {
        Files.createDirectories(sandbox.root().resolve("channels"));
        Files.createDirectories(sandbox.root().resolve("offsite"));
        Files.createDirectories(sandbox.backups());
        var compare = new ArrayList<>(NornProgram.command(List.of("-Xmx128m"), LedgerMain.class.getName()));
        compare.add(text(sandbox.root()));
        put(compareLedger(), "rwx------", """
            #!/bin/sh
            # Compares the players' own ledger with the databases. Norn writes this file and the environment at each start.
            exec %s
            """.formatted(NornProgram.line(compare)));
        return put(file(config), "rw-------", text());
    }

    /** The file's text. */
    String text() {
        var aiService = Objects.requireNonNull(sandbox.services().get(Sandbox.AI_SERVICE), Sandbox.AI_SERVICE);
        var kinds = List.of(
                sandbox.options().like().word(),
                "%s by %s".formatted(aiService.name(), aiService.manager().word()));
        return new YamlTemplate(template(kinds)).filled(values());
    }

    private static Path put(Path file, String permissions, String text) throws IOException {
        var folder = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        var next = Files.createTempFile(
                folder,
                NAME,
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(next, text, StandardCharsets.UTF_8);
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The template, without the blocks that sandboxes of other kinds have. */
    private static String template(List<String> kinds) {
        var text = new StringBuilder();
        String only = null;
        for (var line : template().lines().toList()) {
            if (line.startsWith(ONLY)) {
                only = line.substring(ONLY.length());
            } else if (line.equals("@end")) {
                only = null;
            } else if (only == null || kinds.contains(only)) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static String template() {
        try (var in = Objects.requireNonNull(RehearsalEnvironment.class.getResourceAsStream("rehearsal.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Map<String, Object> values() {
        var database = sandbox.database();
        var cache = sandbox.cache();
        var ai = url(Sandbox.AI_SERVICE);
        var values = new LinkedHashMap<String, Object>();
        values.put("pace", pace);
        values.put("records", text(records));
        values.put("sandbox", text(sandbox.root()));
        values.put("repository", text(sandbox.repository()));
        values.put("releases", text(sandbox.releases()));
        values.put("active", text(sandbox.active()));
        values.put("shared", text(sandbox.shared()));
        values.put("backups", text(sandbox.backups()));
        values.put("jdk", Objects.requireNonNull(sandbox.buildEnvironment().get("JAVA_HOME"), "JAVA_HOME"));
        values.put("buildEnvironment", sandbox.buildEnvironment());
        values.put("databaseAddress", database.host() + ":" + database.port());
        values.put("databasePort", database.port());
        values.put("databaseName", database.name());
        values.put("databaseOwner", database.owner());
        values.put("databaseUser", database.superuser());
        values.put("databasePassword", database.superuserPassword());
        values.put("migrationUser", SandboxDescription.MIGRATION_ROLE);
        values.put("migrationPassword", database.ownerPassword());
        values.put("postgresqlTools", text(database.tools()));
        values.put("cacheAddress", cache.host() + ":" + cache.port());
        values.put("cacheHost", cache.host());
        values.put("cachePort", cache.port());
        values.put(
                "cacheStandIn",
                sandbox.options().cache() == null
                        ? "a small Redis-protocol server in place of DragonflyDB"
                        : "none: the sandbox uses the server at %s:%d".formatted(cache.host(), cache.port()));
        values.put("cachePassword", cache.password());
        values.put("import", text(sandbox.importDirectory()));
        values.put("maintenanceFile", text(sandbox.maintenanceFile()));
        values.put("mapPort", sandbox.gamePorts().map());
        values.put("tester", sandbox.testerAccount());
        values.put("compareLedger", text(compareLedger()));
        values.put("ai-service", ai);
        values.put("aiSocket", ai.replace("http:", "ws:"));
        values.put("dashboard", url(Sandbox.DASHBOARD));
        sandbox.services().forEach((name, service) -> {
            values.put(name + ".command", service.command());
            values.put(name + ".environment", service.environment());
            values.put(name + ".pidFile", text(service.pidFile()));
            values.put(name + ".log", text(service.logFile()));
            values.put(name + ".ports", service.ports());
            values.put(name + ".unit", text(sandbox.unit(service).getFileName()));
        });
        var production = sandbox.production();
        if (production != null) {
            values.put("node", text(production.node()));
            values.put("pm2", production.pm2());
            values.put("systemctl", Objects.requireNonNullElse(production.systemctl(), List.of()));
            var build = new ArrayList<>(List.of(List.of("make", "deps"), List.of("make", "ai-service")));
            build.addAll(PythonPackages.build(production.pythonPackages()));
            values.put("aiServiceBuild", build);
            var characters = production.characters();
            values.put("charactersAddress", "127.0.0.1:" + characters.port());
            values.put("charactersUser", characters.user());
            values.put("charactersPassword", characters.userPassword());
            values.put("charactersDatabase", characters.database());
            values.put("mariadbTools", text(characters.tools()));
        }
        return values;
    }

    /** As text, because Jackson writes a path as a URI. */
    private static String text(Path path) {
        return path.toString();
    }

    private Path compareLedger() {
        return sandbox.root().resolve("compare-ledger");
    }

    private String url(String service) {
        return Objects.requireNonNull(
                Objects.requireNonNull(sandbox.services().get(service), service).url(), service);
    }
}
