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

    static void write(SandboxDescription description) throws IOException {
        var file = description.root().resolve("sandbox.json");
        var temporary = file.resolveSibling("sandbox.json.new");
        Directories.writeSecret(temporary, JSON.writeValueAsString(description));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static SandboxDescription read(Path root) {
        var file = root.resolve("sandbox.json");
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
