package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import norn.bench.injection.LyingDump;
import norn.bench.injection.LyingStore;
import norn.files.FileTrees;
import norn.rehearsal.SandboxDescription;

/** A rehearsal's environment once more, with a pg_dump that can lie, a store whose command can, and a database that is another one. */
final class LyingInstallation implements AutoCloseable {
    private static final List<String> TABLES =
            List.of("players", "player_actions", "npcs", "npc_memories", "quests", "economy_prices");

    private final SandboxDescription description;
    private final Path folder;
    private final Path otherDump;
    private final HostActs acts;

    private LyingInstallation(FaultStack stack) throws IOException {
        description = stack.rehearsal().sandbox().description();
        folder = Files.createDirectories(stack.home().path().resolve("lying"));
        otherDump = folder.resolve("other.dump");
        var tools = Files.createDirectories(folder.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("pg_restore"), real("pg_restore"));
        honest();
        acts = new HostActs(config(stack.home().config(), tools));
    }

    static LyingInstallation of(FaultStack stack) {
        try {
            var installation = new LyingInstallation(stack);
            installation.createOther();
            return installation;
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("no installation that lies could be made", failure);
        }
    }

    private Path config(Path config, Path tools) throws IOException {
        var file = Path.of("environments", FaultStack.ENVIRONMENT + ".yaml");
        var text = Files.readString(config.resolve(file))
                .replaceFirst("(?m)^    tools: .+$", "    tools: " + tools)
                .replaceFirst("(?m)^  database:$", """
                      stores:
                        uploads: {kind: commands, backUp: [%s], verify: [%s], backups: %s}
                      database:\
                    """.formatted(
                        folder.resolve("store"),
                        program(folder.resolve("verify-store"), "#!/bin/sh\ngzip -t \"$NORN_BACKUP/rows.sql.gz\"\n"),
                        description.backups()));
        var lying = folder.resolve("config").resolve(file);
        Files.createDirectories(lying.getParent());
        Files.writeString(lying, text);
        return folder.resolve("config");
    }

    private Path real(String program) {
        return description.database().tools().resolve(program);
    }

    private static Path program(Path file, String text) {
        try {
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With the settings of this installation. */
    HostActs acts() {
        return acts;
    }

    Path backups() {
        return description.backups();
    }

    Path offsite() {
        return description.root().resolve("offsite");
    }

    /** A dump of the other database. */
    Path otherDump() {
        return otherDump;
    }

    /** From now on pg_dump and the store's command do what they should. */
    void honest() {
        program(folder.resolve("tools/pg_dump"), "#!/bin/sh\nexec %s \"$@\"\n".formatted(real("pg_dump")));
        program(folder.resolve("store"), LyingStore.honest());
    }

    /** From now on pg_dump lies so; table and place are drawn. */
    void lie(LyingDump lie, Random random, int permille) {
        var table = TABLES.get(random.nextInt(TABLES.size()));
        program(
                folder.resolve("tools/pg_dump"),
                lie.program(real("pg_dump"), backups(), table, String.join(" ", connection()), permille));
    }

    /** From now on the store's command lies so. */
    void lie(LyingStore lie) {
        program(folder.resolve("store"), lie.program());
    }

    private List<String> connection() {
        var database = description.database();
        return List.of("--host=" + database.host(), "--port=" + database.port(), "--username=" + database.superuser());
    }

    /** With the same tables as the one that serves, and one row that differs. */
    private void createOther() throws IOException, SQLException {
        superuser("postgres", "CREATE DATABASE " + LyingDump.OTHER);
        dump(description.database().name());
        run(List.of(real("pg_restore").toString(), "--dbname=" + LyingDump.OTHER, otherDump.toString()));
        superuser(LyingDump.OTHER, "UPDATE npcs SET name = name || '?' WHERE id = (SELECT min(id) FROM npcs)");
        dump(LyingDump.OTHER);
    }

    private void dump(String database) throws IOException {
        run(List.of(real("pg_dump").toString(), "--format=custom", "--file=" + otherDump, "--dbname=" + database));
    }

    private void run(List<String> program) throws IOException {
        var words = new ArrayList<>(program);
        words.addAll(1, connection());
        var builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put("PGPASSWORD", description.database().superuserPassword());
        try {
            var exitCode = builder.start().waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("%s exited with %d".formatted(words, exitCode));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private void superuser(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String database) throws SQLException {
        var server = description.database();
        return DriverManager.getConnection(server.jdbcUrl(database), server.superuser(), server.superuserPassword());
    }

    /** What is on the server. */
    List<String> databases() {
        var databases = new ArrayList<String>();
        try (var connection = connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT datname FROM pg_database ORDER BY 1")) {
            while (rows.next()) {
                databases.add(rows.getString(1));
            }
            return databases;
        } catch (SQLException failure) {
            throw new IllegalStateException("the server does not say what is on it", failure);
        }
    }

    @Override
    public void close() {
        try {
            superuser("postgres", "DROP DATABASE " + LyingDump.OTHER + " WITH (FORCE)");
        } catch (SQLException failure) {
            throw new IllegalStateException("the other database could not be dropped", failure);
        }
        FileTrees.delete(folder);
    }
}
