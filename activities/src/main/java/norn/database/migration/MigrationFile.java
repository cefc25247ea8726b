package norn.database.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.action.ActionFailed;

/**
 * One migration as a release brings it: a file, or a folder with one file.
 *
 * @param path the file that is run
 * @param name what people call it: its name in the migrations' folder
 * @param version the number or time that its name begins with
 * @param description the rest of its name
 */
public record MigrationFile(Path path, String name, String version, String description) {
    /**
     * Names as the usual tools give them: {@code 001_x.sql}, {@code 001-x.sql}, {@code 001.sql}, {@code V1__x.sql},
     * {@code 20240115093000_x.sql}, {@code 001_x.up.sql}.
     *
     * @see "Flyway, golang-migrate, dbmate, goose, sqlx, Prisma, Diesel: their documentation of file names"
     */
    private static final Pattern NAME = Pattern.compile(
            "V?(\\d+(?:[._]\\d+)*|\\d{4}-\\d\\d-\\d\\d-\\d{6})(?:(?:__|[_-])([^/]+?))?(?:\\.up)?(?:\\.sql)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UP = marker("up|!ups|up migration");
    private static final Pattern DOWN = marker("down|!downs|down migration");

    /** What stands between a migration and its undoing, where nothing stands before the migration. */
    private static final Pattern UNDO =
            Pattern.compile("(?im)^[ \\t]*--(?:[ \\t]*//[ \\t]*@undo|-- create above / drop below ----).*$");

    /**
     * A line that says where a part begins, as the usual tools have it.
     *
     * @see "dbmate, goose, sql-migrate, rambler, rockhopper, node-pg-migrate, Play evolutions: their documentation of migration files"
     */
    private static Pattern marker(String word) {
        var words = word.split("\\|", -1);
        return Pattern.compile(
                "(?im)^[ \\t]*(?:--[ \\t]*(?:(?:migrate:|\\+goose[ \\t]+|\\+migrate[ \\t]+|rambler[ \\t]+|\\+)%s|%s)|(?:--|#)[ \\t]*(?:---[ \\t]*)?%s)\\b.*$"
                        .formatted(words[0], words[2], words[1]));
    }

    /** The migration of that file; empty where the name is none of a migration. */
    static Optional<MigrationFile> of(Path file, String name) {
        var match = NAME.matcher(name);
        if (!match.matches()) {
            return Optional.empty();
        }
        var description = match.group(2);
        return Optional.of(new MigrationFile(
                file, name, match.group(1).replace('-', '.'), description == null ? "migration" : description));
    }

    /** What Flyway calls it, and its history records. */
    String script() {
        return "%s_%s.sql".formatted(version, description);
    }

    /** The version without zeros that mean nothing: no two migrations may have the same. */
    public String number() {
        return version.replaceAll("(?<=^|[._])0+(?=\\d)", "");
    }

    /**
     * What is run: the file without a byte order mark, and of one that holds its own undoing the first part alone. Lines keep their
     * numbers; a mark that is no comment of SQL's becomes one.
     */
    public String sql() {
        var text = text(path, name);
        var up = UP.matcher(text);
        var down = DOWN.matcher(text);
        if (up.find()) {
            var end = down.find() && down.start() > up.start() ? down.start() : text.length();
            return text.substring(0, up.start())
                    + up.group().replaceFirst("^([ \\t]*)#", "$1--")
                    + text.substring(up.end(), end);
        }
        var undo = UNDO.matcher(text);
        return undo.find() ? text.substring(0, undo.start()) : text;
    }

    /** Whether it says where its undoing begins, and not where its doing does, or the other way round. */
    boolean isUndoneByItself() {
        var text = read();
        var up = UP.matcher(text);
        var down = DOWN.matcher(text);
        return down.find() && (!up.find() || down.start() < up.start());
    }

    private String read() {
        return text(path, name);
    }

    /** What the file says, without a byte order mark. {@code name} is what failures call it. */
    static String text(Path path, String name) {
        try {
            var text = Files.readString(path);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (MalformedInputException notText) {
            throw new ActionFailed(
                    "MigrationsUnusable",
                    name + ": is not UTF-8 text",
                    "Save it as UTF-8 in a new release.",
                    false,
                    notText);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path, unreadable);
        }
    }
}
