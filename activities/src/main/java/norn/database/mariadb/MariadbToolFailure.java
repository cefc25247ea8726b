package norn.database.mariadb;

import java.util.List;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.exec.CommandResult;
import norn.plan.ShortText;

/** Why mariadb-dump or mariadb failed, in words that say what can be done. What the programs print stays on the host; of it, names are repeated. */
final class MariadbToolFailure {
    private record Known(Pattern pattern, String cause, String remedy, boolean passes) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    any("1290|1792|1836", ""),
                    "the server, or an option of it such as read_only, lets nobody write",
                    "Let it accept writes (SET GLOBAL read_only = 0), or name the server that does as address of the"
                            + " store, then RETRY.",
                    false),
            new Known(
                    any("1227", "SET USER privilege|SUPER privilege"),
                    "it holds objects whose definer is another user, and Norn's may not create those",
                    "GRANT SET USER ON *.* (before MariaDB 10.5: SUPER) to Norn's user, then RETRY.",
                    false),
            new Known(
                    any("1044|1142|1143|1370|1410", "[Aa]ccess denied.*(?:database|command|table|routine)"),
                    "Norn's user lacks a right",
                    "Grant it (norn environment sample shows what Norn's user needs), then RETRY.",
                    false),
            new Known(
                    any("1045|1698", "[Aa]ccess denied for user"),
                    "the server refuses the user or its password",
                    "Check user and passwordSecret of the store, then RETRY.",
                    false),
            new Known(
                    any("1153", "max_allowed_packet"),
                    "a row is larger than the server's max_allowed_packet",
                    "Raise max_allowed_packet on the server to more than twice its largest row, then RETRY.",
                    false),
            new Known( // a server that is sent too large a packet may just hang up
                    any("2006|2013", "[Ll]ost connection|gone away"),
                    "the server ended the session in the middle",
                    "Look at its log. Where it was not stopped, a row is too large for it: raise max_allowed_packet on"
                            + " the server to more than twice its largest row, then RETRY.",
                    true),
            new Known(
                    any("2002|2003|2026", "SSL error"),
                    "the server refused the session",
                    "Check that it runs, and whether tls of the store is as the server is set, then RETRY.",
                    true),
            new Known(
                    Pattern.compile("Unknown command '\\\\-'|unknown command '\\\\-'"),
                    "the program that restores is older than the one that dumped",
                    "Install both from one package of MariaDB, or name their folder as tools of the store, then RETRY.",
                    false),
            new Known(
                    any("1412", "Couldn't execute.*(?:1412)|[Tt]able definition has changed"),
                    "somebody changed the schema meanwhile",
                    "RETRY once nobody does.",
                    true),
            new Known(
                    any("1356", "View '[^']*' references invalid|references invalid table"),
                    "a view refers to a table or a function that is not there, or that its definer may not use",
                    "Drop or repair that view (the file names it), then RETRY.",
                    false),
            new Known(
                    any("1021|1114", "No space left on device|Errcode: 28"),
                    "a disk is full",
                    "Make room on the volumes of server and backups, then RETRY.",
                    true));

    private MariadbToolFailure() {}

    /** One of these error numbers, as the programs print them, {@code ERROR 1045 (28000)}, {@code (1045)} or {@code error: 1045:}; or that text. */
    private static Pattern any(String numbers, String text) {
        return Pattern.compile(
                "(?:\\(|ERROR |error: )(?:%s)\\b".formatted(numbers) + (text.isEmpty() ? "" : "|" + text));
    }

    /** As an action's failure. */
    static ActionFailed of(String error, String what, CommandResult ended) {
        for (var known : KNOWN) {
            if (known.pattern().matcher(ShortText.of(ended.tail(), 2_000)).find()) {
                return failed(error, what, known.cause(), known.remedy(), known.passes(), ended);
            }
        }
        return failed(error, what, ended.ending(), "Fix what it says, then RETRY.", true, ended);
    }

    private static ActionFailed failed(
            String error, String what, String cause, String remedy, boolean passes, CommandResult ended) {
        return new ActionFailed(
                error,
                "%s: %s".formatted(what, cause),
                "%s Read %s on this host.".formatted(remedy, ended.failureLog()),
                passes);
    }
}
