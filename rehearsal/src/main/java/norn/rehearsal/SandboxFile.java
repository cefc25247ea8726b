package norn.rehearsal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.SandboxFailure;

/** {@code sandbox.json}: a sandbox's description, for later processes. */
final class SandboxFile {
    private static final String NAME = "sandbox.json";
    private static final String TEMPORARY = "sandbox.json.new";

    /** Stands beside it while a sandbox is made, or deleted: until then, or from then on, parts are missing. */
    private static final String UNFINISHED = "unfinished";

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(new AsText<>(Path.class))
                    .addSerializer(new AsText<>(Instant.class))
                    .addDeserializer(Path.class, new FromText<>(Path.class, Path::of))
                    .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse)))
            .build();

    private SandboxFile() {}

    private static Path file(Path root) {
        return root.resolve(NAME);
    }

    static boolean exists(Path root) {
        return Files.isRegularFile(file(root));
    }

    /** Says that the sandbox in that directory is being made. */
    static void begin(Path root) throws IOException {
        Files.writeString(root.resolve(UNFINISHED), "");
    }

    /** Says that it is complete. */
    static void finish(Path root) throws IOException {
        Files.deleteIfExists(root.resolve(UNFINISHED));
    }

    /** Whether somebody was ended while the sandbox in that directory was made, or deleted. */
    static boolean isUnfinished(Path root) {
        return Files.exists(root.resolve(UNFINISHED));
    }

    /** Whether that is the only thing that such a one left of it. */
    static boolean isLeftover(Path file) {
        return file.endsWith(UNFINISHED) || file.endsWith(TEMPORARY);
    }

    /** Deletes the directory. Whoever is ended in the middle of it leaves a sandbox that the next one deletes. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        noteDeletion(root);
        for (var file : Directories.files(root)) {
            if (!file.equals(file(root)) && !file.endsWith(UNFINISHED)) {
                Directories.delete(file);
            }
        }
        Files.deleteIfExists(file(root));
        finish(root);
        Files.delete(root);
    }

    private static void noteDeletion(Path root) {
        try {
            begin(root);
        } catch (IOException full) {
            return; // which is no reason not to delete
        }
    }

    static void write(SandboxDescription description) throws IOException {
        var file = file(description.root());
        var temporary = file.resolveSibling(TEMPORARY);
        Directories.writeSecret(temporary, JSON.writeValueAsString(description));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static SandboxDescription read(Path root) {
        var file = file(root);
        try {
            return JSON.readValue(Files.readString(file), SandboxDescription.class);
        } catch (NoSuchFileException e) {
            throw new SandboxFailure(
                    "there is no sandbox in %s: %s is missing. Make one there, or name another directory."
                            .formatted(root, file.getFileName()),
                    e);
        } catch (IOException e) {
            throw new SandboxFailure(
                    "%s cannot be read: %s. Delete the directory and make the sandbox anew."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static final class AsText<T> extends StdSerializer<T> {
        AsText(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private interface Reader<T> {
        T read(String text);
    }

    private static final class FromText<T> extends StdDeserializer<T> {
        private final transient Reader<T> reader;

        FromText(Class<T> type, Reader<T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return reader.read(in.getText());
        }
    }
}
