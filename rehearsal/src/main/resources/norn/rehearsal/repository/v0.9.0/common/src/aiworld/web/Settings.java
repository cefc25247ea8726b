package aiworld.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings from a file of lines NAME=value that git does not hold; a variable of the environment overrides a line. */
public final class Settings {
    private final Path file;
    private final Map<String, String> values = new HashMap<>();

    public Settings(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                int sign = line.indexOf('=');
                if (sign > 0 && !line.startsWith("#")) {
                    values.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new Refusal("settings are missing: " + file.toAbsolutePath() + " cannot be read", e);
        }
    }

    public String get(String name) {
        String value = optional(name, "");
        if (value.isEmpty()) {
            throw new Refusal(file + " has no line " + name + "=…", null);
        }
        return value;
    }

    public String optional(String name, String otherwise) {
        String value = System.getenv(name);
        return value != null ? value : values.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return Integer.parseInt(optional(name, String.valueOf(otherwise)));
    }
}
