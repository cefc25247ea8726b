package norn.database.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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
     * Names as the usual tools give them: {@code 001_x.sql}, {@code 001-x.sql}, {@code 001.sql}, {@code 001 x.sql},
     * {@code V1_1__x.sql}, {@code 20240115093000_x.sql}, {@code 2024-01-15_x.sql}, {@code 001_x.up.sql}, {@code 001.do.x.sql}. Only
     * before two underscores, and in a date, does an underscore belong to the version: of {@code 001_2024_season.sql} it is 001.
     *
     * @see "Flyway, golang-migrate, dbmate, goose, sqlx, Prisma, Diesel, Postgrator: their documentation of file names"
     */
    private static final Pattern NAME = Pattern.compile(
            "V?(?<version>\\d+(?:[._]\\d+)*(?=__)"
                    + "|\\d{4}(?<separator>[-_.])\\d\\d\\k<separator>\\d\\d(?:[-_.T]\\d{2,6})?|\\d{8}[-_T]\\d{4,6}"
                    + "|\\d+(?:\\.\\d+)*)(?:(?:__|[_-]|\\.do\\.(?!sql$)|[."
                    + " ]+(?=\\pL)(?!(?:up|do|sql)\\b))(?<description>[^/]+?))?(?:\\.(?:up|do))?(?:\\.sql)?",
            Pattern.CASE_INSENSITIVE);

    /** A name of what is undone, beside one of the same number that is done: {@code 001_x_down.sql}. */
    private static final Pattern UNDOING_NAME =
            Pattern.compile(".*[-_.](?:down|rollback|undo|revert)\\.sql", Pattern.CASE_INSENSITIVE);

    /**
     * How a file says where its parts begin: as the usual tools have it; else in lines that say nothing else.
     *
     * @see "dbmate, goose, sql-migrate, rambler, rockhopper, node-pg-migrate, Play evolutions, sqlite: their documentation of migration files"
     */
    private static final List<Markers> MARKERS = List.of(
            new Markers(tools("up|!ups|up migration"), tools("down|!downs|down migration")),
            new Markers(line("up"), line("down|rollback|undo|revert")));

    /** What begins the part that is done, and the one that undoes it. */
    private record Markers(Pattern up, Pattern down) {
        boolean areIn(String text) {
            return up.matcher(text).find() || down.matcher(text).find();
        }

        static Markers of(String text) {
            return MARKERS.stream()
                    .filter(markers -> markers.areIn(text))
                    .findFirst()
                    .orElse(MARKERS.get(0));
        }
    }

    /** Finds where each part of a text begins, from its first line on. */
    private record Parts(Matcher up, Matcher down) {
        static Parts of(String text) {
            var markers = Markers.of(text);
            return new Parts(markers.up().matcher(text), markers.down().matcher(text));
        }
    }

    /** Has goose fill in variables of its environment. */
    private static final Pattern FILLED_IN = Pattern.compile("(?im)^[ \\t]*--[ \\t]*\\+goose[ \\t]+envsub[ \\t]+on\\b");

    /** What stands between a migration and its undoing, where nothing stands before the migration. */
    private static final Pattern UNDO =
            Pattern.compile("(?im)^[ \\t]*--(?:[ \\t]*//[ \\t]*@undo|-- create above / drop below ----).*$");

    private static Pattern tools(String words) {
        var word = words.split("\\|", -1);
        return Pattern.compile(
                "(?im)^[ \\t]*(?:--[ \\t]*(?:(?:migrate:|\\+goose[ \\t]+|\\+migrate[ \\t]+|rambler[ \\t]+|\\+)%s|%s)|(?:--|#)[ \\t]*(?:---[ \\t]*)?%s)\\b.*$"
                        .formatted(word[0], word[2], word[1]));
    }

    private static Pattern line(String words) {
        return Pattern.compile("(?im)^[ \\t]*--[-=*+#@ \\t]*(?:%s)[-=*+#:. \\t]*$".formatted(words));
    }

    /** The migration of that file; empty where the name is none of a migration. */
    static Optional<MigrationFile> of(Path file, String name) {
        var match = NAME.matcher(name);
        if (!match.matches()) {
            return Optional.empty();
        }
        var description = match.group("description");
        return Optional.of(new MigrationFile(
                file,
                name,
                match.group("version").replaceAll("[-_Tt]", "."),
                description == null ? "migration" : description));
    }

    /** What Flyway calls it, and its history records. */
    String script() {
        return "%s_%s.sql".formatted(version, description);
    }

    /** The version without zeros that mean nothing: no two migrations may have the same. */
    public String number() {
        return version.replaceAll("(?<=^|\\.)0+(?=\\d)", "").replaceAll("(?:\\.0)+$", "");
    }

    /** Whether its name says that it undoes another, where there is another of its number. */
    boolean isUndoing() {
        return UNDOING_NAME.matcher(name).matches();
    }

    /**
     * What is run: the file without a byte order mark, and of one that holds its own undoing the first part alone. Lines keep their
     * numbers; a mark that is no comment of SQL's becomes one.
     */
    public String sql() {
        var text = read();
        var parts = Parts.of(text);
        var up = parts.up();
        var down = parts.down();
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
        var parts = Parts.of(read());
        var up = parts.up();
        var down = parts.down();
        return down.find() && (!up.find() || down.start() < up.start());
    }

    /** Whether a part that is done follows one that undoes: only what stands before would be run. */
    boolean isDoneInParts() {
        var parts = Parts.of(read());
        var up = parts.up();
        var down = parts.down();
        return up.find() && down.find() && up.start() < down.start() && up.find(down.end());
    }

    /** Whether another tool would fill in variables before it runs it. */
    boolean isFilledIn() {
        return FILLED_IN.matcher(read()).find();
    }

    private String read() {
        return text(path, name);
    }

    /** What the file says, without a byte order mark, in lines that end with a line feed. {@code name} is what failures call it. */
    static String text(Path path, String name) {
        try {
            var text = Files.readString(path);
            if (text.indexOf('\0') >= 0) {
                throw new MalformedInputException(1); // UTF-16 without a mark is UTF-8 of every other letter
            }
            var unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return unmarked.indexOf('\n') < 0 ? unmarked.replace('\r', '\n') : unmarked;
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
