package norn.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;

/** Settings as an environment file has them. */
public final class SettingsText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SettingsText() {}

    /** Reads a section; {@code %s} in it is replaced, a list or map by its JSON. */
    public static <T> T read(Class<T> settings, String yaml, Object... values) {
        var problems = new Problems();
        var text =
                yaml.formatted(Arrays.stream(values).map(SettingsText::written).toArray());
        var root = Objects.requireNonNull(YamlFile.parse("test.yaml", text, problems), text);
        var read = new RecordReader().read(root, settings);
        assertThat(problems.list()).isEmpty();
        return Objects.requireNonNull(read, text);
    }

    private static Object written(Object value) {
        try {
            return value instanceof Collection || value instanceof Map ? JSON.writeValueAsString(value) : value;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
