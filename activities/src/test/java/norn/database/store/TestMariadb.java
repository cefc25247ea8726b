package norn.database.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.files.FileTrees;
import norn.rehearsal.mariadb.StandaloneMariadbServer;

/** The game servers' database on a real MariaDB server, which the tests of a JVM share, and a host that may act on it. */
final class TestMariadb implements AutoCloseable {
    static final String PASSWORD = ActionHarness.CANARY;

    final StandaloneMariadbServer server = Shared.SERVER;
    final String name;
    final Path home;

    private static final class Shared {
        private static final StandaloneMariadbServer SERVER = start();

        private static StandaloneMariadbServer start() {
            try {
                var home = Files.createTempDirectory("norn-mariadb");
                var server = StandaloneMariadbServer.start(home, Path.of("target", "sandbox-cache"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    FileTrees.delete(home);
                }));
                return server;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Makes the database of that name, as rAthena's is and a little worse, and Norn's own user with no more than its rights. */
    TestMariadb(Path home, String name) {
        this.home = home;
        this.name = name;
        run("CREATE DATABASE `%s` CHARACTER SET latin1 COLLATE latin1_swedish_ci".formatted(name));
        in("""
            CREATE TABLE `char` (char_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(30) NOT NULL, zeny BIGINT,
                `rate` FLOAT, saved TIMESTAMP NULL, UNIQUE KEY (name)) ENGINE=InnoDB;
            CREATE TABLE inventory (id INT AUTO_INCREMENT PRIMARY KEY, char_id INT UNSIGNED NOT NULL, card VARBINARY(20),
                KEY (char_id)) ENGINE=MyISAM;
            CREATE TABLE picklog (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT) ENGINE=Aria;
            CREATE TABLE item_db (id INT PRIMARY KEY, name VARCHAR(50)) ENGINE=InnoDB CHARACTER SET utf8mb4;
            CREATE TABLE guild (id INT PRIMARY KEY, master INT UNSIGNED, FOREIGN KEY (master) REFERENCES `char` (char_id));
            INSERT INTO `char` (name, zeny, rate, saved)
                SELECT CONCAT('Ritter \\xc4\\xd6 ', seq), seq * 1000, seq / 4, '2026-01-01 00:00:00' FROM seq_1_to_500;
            INSERT INTO inventory (char_id, card) SELECT seq, UNHEX(MD5(seq)) FROM seq_1_to_800;
            INSERT INTO picklog (what) SELECT seq FROM seq_1_to_50;
            INSERT INTO item_db VALUES (501, 'Rotes Tränklein'), (502, NULL);
            INSERT INTO guild VALUES (1, 7);
            CREATE VIEW rich AS SELECT char_id, name FROM `char` WHERE zeny > 100000;
            CREATE PROCEDURE reward(IN who INT) UPDATE `char` SET zeny = zeny + 1 WHERE char_id = who;
            CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM picklog;
            """);
        in("CREATE TRIGGER named BEFORE INSERT ON `char` FOR EACH ROW SET NEW.zeny = COALESCE(NEW.zeny, 0)");
        var pattern = name.replace("_", "\\_");
        run("CREATE USER IF NOT EXISTS norn@'%%' IDENTIFIED BY '%s'".formatted(PASSWORD.replace("'", "''")));
        run("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON `%s`.* TO norn@'%%'".formatted(pattern));
        run("GRANT ALTER, CREATE, DROP, INSERT, CREATE VIEW, CREATE ROUTINE, ALTER ROUTINE ON `%s`.* TO norn@'%%'"
                .formatted(pattern));
        run("GRANT ALL ON `%s\\_\\_%%`.* TO norn@'%%'".formatted(pattern));
        run("GRANT SHOW CREATE ROUTINE, SET USER ON *.* TO norn@'%'");
    }

    /** The section with that store in it, and what else it says of it. */
    StoreSettings settings(String... more) {
        return settings(server.address(), server.tools(), name, home, more);
    }

    static StoreSettings settings(String address, Path tools, String name, Path home, String... more) {
        return SettingsText.read(
                StoreSettings.class,
                """
                players:
                  kind: mariadb
                  address: %s
                  user: norn
                  passwordSecret: playersPassword
                  database: '%s'
                  tools: %s
                  backups: %s
                  offsite: %s
                  offsiteOnSameVolume: true
                  withoutRows: [picklog]
                %s
                """,
                address,
                name,
                tools,
                home.resolve("backups"),
                FileTrees.createFolder(home.resolve("offsite")),
                String.join("\n", more));
    }

    ActionHarness harness(String... more) {
        return StoreHarness.of(home, settings(more));
    }

    /** Runs statements in the database, as root. */
    String in(String sql) {
        return run("USE `%s`; %s".formatted(name, sql));
    }

    String run(String sql) {
        return server.run(sql).strip();
    }

    /** The databases whose names begin like it. */
    List<String> databases() {
        return run("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '%s%%' ORDER BY 1"
                        .formatted(name.replace("_", "\\_")))
                .lines()
                .toList();
    }

    /** Drops what is left of it. */
    @Override
    public void close() {
        databases().forEach(database -> run("DROP DATABASE `%s`".formatted(database)));
    }
}
