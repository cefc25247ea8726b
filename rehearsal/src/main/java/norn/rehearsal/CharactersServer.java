package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.rehearsal.SandboxDescription.Characters;
import norn.rehearsal.mariadb.MariadbProcess;
import norn.rehearsal.mariadb.MariadbPrograms;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.Resources;

/** The MariaDB server of a sandbox like production, with what the game servers keep of the characters. */
final class CharactersServer {
    private final Characters characters;
    private final MariadbProcess process;

    CharactersServer(Characters characters) {
        this.characters = characters;
        this.process = new MariadbProcess(
                new MariadbPrograms(characters.tools(), characters.share()),
                characters.directory(),
                characters.port(),
                characters.pidFile(),
                characters.logFile());
    }

    /** Makes and starts it, with the old release's tables, a user for the services, one for Norn, and none that may do everything. */
    void create() throws IOException {
        process.make();
        var database = characters.database();
        var users = characters.directory().resolve("users.sql");
        Directories.writeSecret(users, """
            CREATE DATABASE %1$s CHARACTER SET latin1;
            CREATE USER %2$s@'%%' IDENTIFIED BY '%3$s';
            GRANT ALL ON %1$s.* TO %2$s@'%%';
            CREATE USER %4$s@'%%' IDENTIFIED BY '%5$s';
            GRANT ALL ON %1$s.* TO %4$s@'%%';
            GRANT ALL ON `%1$s\\_\\_%%`.* TO %4$s@'%%';
            GRANT SHOW CREATE ROUTINE, SET USER ON *.* TO %4$s@'%%';
            DELETE FROM mysql.global_priv WHERE User = 'root';
            FLUSH PRIVILEGES;
            """.formatted(
                        database,
                        characters.owner(),
                        characters.ownerPassword(),
                        characters.user(),
                        characters.userPassword()));
        Directories.writeSecret(
                clientFile(), """
                    [client]
                    protocol=tcp
                    host=127.0.0.1
                    port=%d
                    user=%s
                    password=%s
                    default-character-set=utf8mb4
                    skip-ssl
                    """.formatted(characters.port(), characters.owner(), characters.ownerPassword()));
        process.start(this::query, "--init-file=" + users);
        Files.delete(users);
        var schema = characters.directory().resolve("characters.sql");
        Files.writeString(schema, Resources.text("production/characters.sql"));
        run("source " + schema);
    }

    private Path clientFile() {
        return characters.directory().resolve("client.cnf");
    }

    void start() {
        process.start(this::query);
    }

    private void query() {
        run("SELECT 1");
    }

    void stop() {
        process.stop();
    }

    /** What the statements answer, as the services' user. */
    private String run(String sql) {
        return Command.in(characters.directory())
                .run(List.of(
                        characters.tools().resolve("mariadb").toString(),
                        "--defaults-file=" + clientFile(),
                        "--batch",
                        "--skip-column-names",
                        "--execute=" + sql,
                        characters.database()));
    }

    /** How the characters' database stands. */
    CharactersState state() {
        var found = run("""
            SELECT (SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'zone'),
            (SELECT zeny FROM item_db WHERE id = 501), (SELECT COUNT(*) FROM `char`)\
            """.replace('\n', ' ')).strip().split("\\s+", -1);
        return new CharactersState(found[0].equals("1"), Integer.parseInt(found[1]), Integer.parseInt(found[2]));
    }
}
