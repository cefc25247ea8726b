package norn.environment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Masks every secret's value wherever it occurs in a text, also as URLs, JSON and base64 write it. */
final class Mask {
    /** A shorter one would mask parts of ordinary words. */
    private static final int MIN_SECRET_CHARACTERS = 4;

    /** A password in an address, known as a secret or not: {@code https://user:password@host}. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@\"']*:)[^\\s/@\"'\\[]+@");

    private final List<Map.Entry<String, String>> replacements;

    Mask(Map<String, String> secrets) {
        var forms = new LinkedHashMap<String, String>();
        secrets.forEach((name, value) -> {
            for (var form : forms(value)) {
                forms.putIfAbsent(form, "[secret " + name + "]");
            }
        });
        replacements = new ArrayList<>(forms.entrySet());
        replacements.sort(Comparator.comparingInt(form -> -form.getKey().length()));
    }

    String apply(String text) {
        var masked = text;
        for (var replacement : replacements) {
            masked = masked.replace(replacement.getKey(), replacement.getValue());
        }
        return IN_ADDRESS.matcher(masked).replaceAll("$1[secret]@");
    }

    private static List<String> forms(String value) {
        var forms = new ArrayList<String>();
        for (var part : parts(value)) {
            forms.add(part);
            forms.add(URLEncoder.encode(part, StandardCharsets.UTF_8));
            forms.add(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
            forms.add(part.replace("\\", "\\\\").replace("\"", "\\\""));
            forms.add(part.replace("\\", "\\\\").replace("'", "\\'"));
            forms.add(part.replace("'", "''"));
            if (part.length() >= 8) {
                forms.add(Base64.getEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)));
            }
        }
        forms.removeIf(form -> form.length() < MIN_SECRET_CHARACTERS);
        return forms;
    }

    /** The whole, and each long line of it: a key of several lines shows up line by line. */
    private static List<String> parts(String value) {
        var parts = new ArrayList<String>();
        parts.add(value);
        parts.add(value.strip());
        if (value.strip().contains("\n")) {
            value.lines().map(String::strip).filter(line -> line.length() >= 8).forEach(parts::add);
        }
        return parts;
    }
}
