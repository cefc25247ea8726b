package norn.local.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The files of one local server, under {@code NORN_HOME/server}. */
record ServerFiles(Path home) {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    Optional<Started> started() throws IOException {
        return read("running.json", Started.class);
    }

    /** The ports that the server had last: people bookmark its UI. */
    Optional<ServerPorts> ports() throws IOException {
        return read("ports.json", ServerPorts.class);
    }

    void write(Started started) throws IOException {
        write("ports.json", started.ports());
        write("running.json", started);
    }

    void deleteStarted() throws IOException {
        Files.deleteIfExists(folder().resolve("running.json"));
    }

    /** Begins a new log; the last one stays beside it. */
    void rotateLog() throws IOException {
        if (Files.exists(log())) {
            Files.move(log(), folder().resolve("temporal.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private <T> Optional<T> read(String name, Class<T> type) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(folder().resolve(name)), type));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private void write(String name, Object content) throws IOException {
        var next = Files.createTempFile(folder(), name, ".next");
        Files.write(next, JSON.writeValueAsBytes(content));
        Files.move(next, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
