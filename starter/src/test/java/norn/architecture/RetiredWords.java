package norn.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.architecture.WorkingTree.TextFile;

/** Words that the glossary has retired: no file of text holds them, be it code, data, a message or a page. */
final class RetiredWords {
    /** A word, or words in a row, as a part of a name or of a sentence; and what is said instead. */
    private static final Map<String, String> WORDS = new TreeMap<>(Map.ofEntries(
            Map.entry("hands", "host"),
            Map.entry("beat", "heartbeat"),
            Map.entry("beats", "heartbeats"),
            Map.entry("world", "environment, sandbox"),
            Map.entry("worlds", "environments, sandboxes"),
            Map.entry("told", "notified, reported"),
            Map.entry("kept", "saved, retained"),
            Map.entry("left out", "excluded"),
            Map.entry("takes back", "compensates"),
            Map.entry("retraction", "compensation"),
            Map.entry("retractions", "compensations"),
            Map.entry("mend", "fix"),
            Map.entry("mended", "fixed"),
            Map.entry("price", "cost"),
            Map.entry("door", "maintenance mode"),
            Map.entry("right would be", "expected"),
            Map.entry("practice world", "sandbox"),
            Map.entry("made up", "simulated"),
            Map.entry("patience", "timeout, retryFor"),
            Map.entry("tenure", "ownership"),
            Map.entry("chronicle", "deployment state"),
            Map.entry("switchboard", "message router"),
            Map.entry("mailbox", "message handlers"),
            Map.entry("errand", "pending signal"),
            Map.entry("errands", "pending signals"),
            Map.entry("telling", "progress"),
            Map.entry("news", "progress"),
            Map.entry("lone", "standalone"),
            Map.entry("lineage", "reset"),
            Map.entry("deed", "handler, action"),
            Map.entry("looker", "sampler"),
            Map.entry("diary", "sample log"),
            Map.entry("crowd", "sessions"),
            Map.entry("worn", "reuse"),
            Map.entry("sinner", "violation"),
            Map.entry("sinners", "violations"),
            Map.entry("tidings", "progress")));

    /** Names that are the contract's or somebody else's, and hold such a word. */
    private static final Pattern NAMES_OF_OTHERS = Pattern.compile("norn kept|`kept (list|drop)|\"kept\""
            + "|ragnarok-ai-world|ai_world\\w*|world_problems|ai-mmorpg-world|world\\.example\\.com|aiworld|ai-autonomous-world|AI"
            + " Autonomous"
            + " World|/api/v1/world\\w*|modules/world|world-problems|--ui-disable-news-fetch|TEMPORAL_DISABLE_NEWS_FETCH|people-told|^"
            + " *kept  +Lists");

    /** The list itself, the page that says what the words were, a licence, stored histories, and the target's own source. */
    private static final Pattern EXCEPTED = Pattern.compile(
            "docs/glossary\\.md|LICENSE|.*/architecture/RetiredWords\\.java"
                    + "|.*/architecture/RetiredWordsTest\\.java|.*/histories/.*|rehearsal/src/main/resources/.*|rehearsal/.*/(Fault|SandboxTest)\\.java");

    private static final Pattern PART_OF_A_NAME =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_-]");

    private RetiredWords() {}

    static List<String> violations(Collection<TextFile> files) {
        var words = Pattern.compile("\\b(%s)\\b"
                .formatted(WORDS.keySet().stream()
                        .map(word -> word.replace(" ", "\\s+"))
                        .collect(Collectors.joining("|"))));
        var violations = new ArrayList<String>();
        for (var file : files) {
            if (EXCEPTED.matcher(file.path()).matches()) {
                continue;
            }
            var number = 0;
            for (var line : file.text().split("\n", -1)) {
                number++;
                var said = NAMES_OF_OTHERS.matcher(line).replaceAll(" ");
                var found = words.matcher(
                        PART_OF_A_NAME.matcher(said).replaceAll(" ").toLowerCase(Locale.ROOT));
                while (found.find()) {
                    var word = found.group(1).replaceAll("\\s+", " ");
                    violations.add("%s:%d: %s. Expected: %s.".formatted(file.path(), number, word, WORDS.get(word)));
                }
            }
        }
        return violations;
    }
}
