package aiworld.web;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One line an event on standard output, with the colours that people at a terminal are used to. */
public final class Log {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private Log() {}

    public static void info(String text) {
        line("\u001b[1mINFO    \u001b[0m", text);
    }

    public static void warning(String text) {
        line("\u001b[33m\u001b[1mWARNING \u001b[0m", text);
    }

    public static void error(String text) {
        line("\u001b[31m\u001b[1mERROR   \u001b[0m", text);
    }

    public static void critical(String text) {
        line("\u001b[41m\u001b[1mCRITICAL\u001b[0m", text);
    }

    private static synchronized void line(String level, String text) {
        System.out.println("\u001b[32m" + STAMP.format(LocalDateTime.now(ZoneOffset.UTC)) + "\u001b[0m | " + level + " | "
                + text.replace('\n', ' '));
    }
}
