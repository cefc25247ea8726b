package norn.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.ProcessStopper;

/** What a release manager without Norn would do in a sandbox. */
final class ManualDeployment {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Sandbox sandbox;
    final SandboxDescription description;

    ManualDeployment(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.description = sandbox.description();
    }

    HttpResponse<String> get(String service, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(Sandbox.service(description, service).url() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String service, String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(Sandbox.service(description, service).url() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Runs one of the active release's programs, and says what it prints. */
    String tool(String... words) {
        return Command.in(description.active()).run(words).strip();
    }

    String gmctl(String... words) {
        return tool(Stream.concat(
                        Stream.of(
                                "bin/gmctl",
                                "--port",
                                String.valueOf(description.gamePorts().map())),
                        Stream.of(words))
                .toArray(String[]::new));
    }

    int sessions() {
        return Integer.parseInt(gmctl("sessions"));
    }

    String playtest() {
        return tool(
                "bin/playtest",
                "--import",
                description.importDirectory().toString(),
                "--account",
                description.testerAccount());
    }

    void setMaintenanceMode(boolean enabled) throws IOException {
        Files.writeString(
                description.maintenanceFile(),
                "char_maintenance: %s%nchar_maintenance_min_group: 99%n".formatted(enabled ? "yes" : "no"));
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                description.database().jdbcUrl(database),
                description.database().owner(),
                description.database().ownerPassword());
    }

    void superuser(String... statements) throws SQLException {
        var database = description.database();
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.superuserPassword());
                var statement = connection.createStatement()) {
            for (var one : statements) {
                statement.execute(one);
            }
        }
    }

    /** Checks out and lays over the new release; nothing is built yet. */
    Path checkOutNew() throws IOException {
        var release = description.releases().resolve(description.newRelease());
        Command.in(description.root())
                .run(
                        "git",
                        "clone",
                        "-q",
                        "-c",
                        "advice.detachedHead=false",
                        "--branch",
                        description.newRelease(),
                        description.repository().toString(),
                        release.toString());
        Settings.overlay(description, release);
        return release;
    }

    void build(Path release) {
        Command.in(release).with(description.buildEnvironment()).run("make", "-j2", "all");
    }

    /** Applies the migrations one by one, each in a transaction of its own but for the one that can be in none. */
    void migrate(Path release, String database) throws IOException, SQLException {
        try (var connection = connect(database);
                var files = Files.list(release.resolve("migrations"))) {
            var ordered = files.sorted().toList();
            for (var file : ordered) {
                var sql = Files.readString(file);
                connection.setAutoCommit(sql.contains("CONCURRENTLY"));
                try (var statement = connection.createStatement()) {
                    statement.execute(sql);
                }
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            }
        }
    }

    void activate(Path release) throws IOException {
        var link = description.root().resolve("active.new");
        Files.createSymbolicLink(link, release);
        Files.move(link, description.active(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void stopServices() {
        description.services().values().forEach(service -> ProcessStopper.stop(service.pidFile(), "TERM"));
    }
}
