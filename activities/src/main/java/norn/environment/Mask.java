package norn.environment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks every secret's value wherever it occurs in a text, also as URLs, JSON, HTML, shells, base64 and hexadecimal write it. A short
 * one is masked where it stands alone: within a word or a path it is a part of a name.
 */
final class Mask {
    /** A shorter one would mask ordinary words. */
    private static final int MIN_SECRET_CHARACTERS = 4;

    /** A shorter one is likely to be a part of names. */
    private static final int LONG_SECRET_CHARACTERS = 8;

    /** A password in an address, known as a secret or not: {@code https://user:password@host}. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@\"']*:)[^\\s/@\"'\\[]+@");

    /** As base64(1), MIME, PEM and xxd(1) break lines. */
    private static final List<Integer> LINE_LENGTHS = List.of(60, 64, 76);

    private static final String ALONE = "(?<![\\w./-])%s(?![\\w/-]|\\.\\w)";

    private final List<Map.Entry<String, String>> replacements;
    private final Map<Pattern, String> alone = new LinkedHashMap<>();

    Mask(Map<String, String> secrets) {
        var forms = new LinkedHashMap<String, String>();
        secrets.forEach((name, value) -> {
            var shown = "[secret " + name + "]";
            for (var part : parts(value)) {
                if (part.length() >= LONG_SECRET_CHARACTERS) {
                    forms(part).forEach(form -> forms.putIfAbsent(form, shown));
                } else if (part.length() >= MIN_SECRET_CHARACTERS) {
                    written(part)
                            .forEach(form -> alone.putIfAbsent(
                                    Pattern.compile(ALONE.formatted(Pattern.quote(form))),
                                    Matcher.quoteReplacement(shown)));
                }
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
        for (var replacement : alone.entrySet()) {
            masked = replacement.getKey().matcher(masked).replaceAll(replacement.getValue());
        }
        return IN_ADDRESS.matcher(masked).replaceAll("$1[secret]@");
    }

    private static Set<String> forms(String value) {
        var forms = written(value);
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (var before = 0; before < 3; before++) {
            forms.add(base64(bytes, before, Base64.getEncoder()));
            forms.add(base64(bytes, before, Base64.getUrlEncoder()));
        }
        for (var length : LINE_LENGTHS) {
            forms.addAll(lines(Base64.getEncoder().encodeToString(bytes), length));
            forms.addAll(lines(HexFormat.of().formatHex(bytes), length));
        }
        forms.removeIf(form -> form.length() < LONG_SECRET_CHARACTERS);
        return forms;
    }

    /** The whole lines of such a length, and the last one: programs break what they encode. */
    private static List<String> lines(String text, int length) {
        var lines = new ArrayList<String>();
        for (var at = 0; text.length() > length && at < text.length(); at += length) {
            lines.add(text.substring(at, Math.min(text.length(), at + length)));
        }
        return lines;
    }

    /** As texts write it. */
    private static Set<String> written(String value) {
        var forms = new LinkedHashSet<String>();
        forms.add(value);
        for (var slash : List.of("/", "\\/")) {
            var json = json(value, "\\u%04x").replace("/", slash);
            forms.add(json);
            forms.add(json.replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("'", "\\u0027"));
        }
        forms.add(json(value, "\\u%04X"));
        forms.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
        forms.add(value.replace("\\", "\\\\").replace("'", "\\'"));
        forms.add(value.replace("'", "''"));
        forms.add(value.replace("'", "'\\''"));
        forms.add(value.replace("'", "'\"'\"'"));
        forms.add(backslashed(value));
        for (var apostrophe : List.of("'", "&#39;", "&#x27;", "&apos;", "&#039;")) {
            for (var quote : List.of("\"", "&quot;", "&#34;")) {
                forms.add(value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", quote)
                        .replace("'", apostrophe));
            }
        }
        var html = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        forms.add(html.replace("\"", "&#34;").replace("'", "&#39;").replace("+", "&#43;")); // Go
        forms.add(html.replace("\"", "&quot;") // Mustache
                .replace("'", "&#39;")
                .replace("/", "&#x2F;")
                .replace("`", "&#x60;")
                .replace("=", "&#x3D;"));
        for (var unescaped : List.of("-_.~", "-_.*", "-_.~!*'()", "-_.!~*'();/?:@&=+$,#", "")) {
            var escaped = percent(value, unescaped);
            forms.add(escaped);
            forms.add(escaped.replace("%20", "+"));
            forms.add(lowerCase(escaped));
            forms.add(lowerCase(escaped).replace("%20", "+"));
            forms.add(escaped.replace("%", "%25")); // an address in an address
        }
        forms.add(json(json(value, "\\u%04x"), "\\u%04x")); // JSON in JSON
        return forms;
    }

    private static String json(String value, String unicode) {
        var text = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var character = value.charAt(i);
            text.append(
                    switch (character) {
                        case '"' -> "\\\"";
                        case '\\' -> "\\\\";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        default ->
                            character < 0x20 || character > 0x7e
                                    ? unicode.formatted((int) character)
                                    : String.valueOf(character);
                    });
        }
        return text.toString();
    }

    private static String percent(String value, String unescaped) {
        var text = new StringBuilder();
        for (var each : value.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (each & 0xff);
            text.append(
                    isPlain(character) || unescaped.indexOf(character) >= 0
                            ? String.valueOf(character)
                            : "%%%02X".formatted((int) character));
        }
        return text.toString();
    }

    /** The escapes alone: {@code %2F} as {@code %2f}. */
    private static String lowerCase(String escaped) {
        return Pattern.compile("%[0-9A-F]{2}")
                .matcher(escaped)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    /** What of base64 is the same whatever stands before and after: so many bytes before it, such as a user's name and a colon. */
    private static String base64(byte[] bytes, int before, Base64.Encoder encoder) {
        var padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        var text = encoder.withoutPadding().encodeToString(padded);
        var from = (before * 8 + 5) / 6;
        var to = padded.length * 8 / 6;
        return text.substring(from, Math.max(from, to));
    }

    /** As a shell's {@code printf %q} writes it. */
    private static String backslashed(String value) {
        var text = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var character = value.charAt(i);
            text.append(isPlain(character) || "_-./:=@%+".indexOf(character) >= 0 ? "" : "\\")
                    .append(character);
        }
        return text.toString();
    }

    private static boolean isPlain(char character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }

    /** The whole, and each long line of it: a key of several lines shows up line by line. */
    private static List<String> parts(String value) {
        var parts = new ArrayList<String>();
        parts.add(value);
        parts.add(value.strip());
        if (value.strip().contains("\n")) {
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= LONG_SECRET_CHARACTERS)
                    .forEach(parts::add);
        }
        return parts;
    }
}
