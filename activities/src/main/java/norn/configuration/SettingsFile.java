package norn.configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A settings file's text, read and changed as its format has it. Whatever is not changed stays byte by byte: a byte order mark,
 * the ends of lines, and the letters of a file that is not UTF-8.
 *
 * @param encoding how its bytes are read and written
 */
public record SettingsFile(SettingsFormat format, String text, Encoding encoding) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** How a file's bytes are read and written: Latin-1, in which each byte is a letter, where they are not UTF-8. */
    public record Encoding(Charset charset, boolean byteOrderMark) {
        static final Encoding UTF_8 = new Encoding(StandardCharsets.UTF_8, false);
    }

    /** A file of that text, in UTF-8. */
    public SettingsFile(SettingsFormat format, String text) {
        this(format, text, Encoding.UTF_8);
    }

    /**
     * The file that lies there.
     *
     * @throws IOException where it cannot be read, or is not of that format, with the reason
     */
    public static SettingsFile read(SettingsFormat format, Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (isOfWideLetters(bytes)) {
            throw new IOException(file + ": is text in UTF-16, which no reader of settings expects. Save it as UTF-8");
        }
        var read = of(format, bytes);
        try {
            format.entries(read.text());
            return read;
        } catch (IllegalArgumentException otherFormat) {
            throw new IOException("%s: %s".formatted(file, otherFormat.getMessage()), otherFormat);
        }
    }

    /** As some systems' editors and shells write: its mark is no UTF-8, and every other byte of it is nought. */
    private static boolean isOfWideLetters(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff") || text.indexOf('\0') >= 0;
    }

    private static SettingsFile of(SettingsFormat format, byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK)
                    ? new SettingsFile(format, text.substring(1), new Encoding(StandardCharsets.UTF_8, true))
                    : new SettingsFile(format, text);
        } catch (CharacterCodingException notUtf8) {
            var encoding = new Encoding(StandardCharsets.ISO_8859_1, false);
            return new SettingsFile(format, new String(bytes, encoding.charset()), encoding);
        }
    }

    /** Its bytes, to be written. */
    public byte[] bytes() {
        return ((encoding.byteOrderMark() ? BYTE_ORDER_MARK : "") + text).getBytes(encoding.charset());
    }

    /** The value of a key, as the file's reader gets it. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values().get(key));
    }

    /** All values by key. */
    public Map<String, String> values() {
        return format.values(text);
    }

    /**
     * The same file with that value for the key.
     *
     * @throws IllegalArgumentException where the file cannot hold it, with the reason; never with the value
     */
    public SettingsFile with(String key, String value) {
        if (!encoding.charset().newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("%s: its value has letters that the file's encoding, %s, does not have"
                    .formatted(key, encoding.charset()));
        }
        return new SettingsFile(format, format.with(text, key, value), encoding);
    }

    /** The same file without the key. */
    public SettingsFile without(String key) {
        return new SettingsFile(format, format.without(text, key), encoding);
    }
}
