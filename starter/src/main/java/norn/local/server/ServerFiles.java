package norn.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import norn.files.AtomicFiles;
import norn.files.LenientJson;

/** The files of one local server, under {@code NORN_HOME/server}. */
record ServerFiles(Path home) {
    /** A server that was started, as it is recorded for later processes. */
    record Started(ProcessIdentity process, ServerPorts ports) {}

    Path folder() {
        return home.resolve("server");
    }

    /** Temporal's own data: every run, open and closed. */
    Path data() {
        return folder().resolve("temporal.db");
    }

    Path log() {
        return folder().resolve("temporal.log");
    }

    Path lock() {
        return folder().resolve("lock");
    }

    Optional<Started> started() {
        return LenientJson.read(file("running.json"), Started.class);
    }

    /** The ports that the server had last: people bookmark its UI. */
    Optional<ServerPorts> ports() {
        return LenientJson.read(file("ports.json"), ServerPorts.class);
    }

    void write(Started started) {
        LenientJson.write(file("ports.json"), started.ports());
        LenientJson.write(file("running.json"), started);
    }

    void deleteStarted() {
        AtomicFiles.delete(file("running.json"));
    }

    /** Begins a new log; the last one stays beside it. */
    void rotateLog() throws IOException {
        if (Files.exists(log())) {
            Files.move(log(), folder().resolve("temporal.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path file(String name) {
        return folder().resolve(name);
    }
}
