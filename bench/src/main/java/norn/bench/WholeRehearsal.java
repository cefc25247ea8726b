package norn.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.files.LenientJson;

/** A whole rehearsal of the built-in runbook, already built, from the command to its summary, and where the time goes. */
final class WholeRehearsal implements Measurement {
    /** The rehearsal's home in a measurement's folder. */
    static Path home(Path folder) {
        return folder.resolve("home");
    }

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        progress.accept("./norn rehearse --yes");
        var norn = CommandLauncher.root();
        var ended = CommandLauncher.run(
                home,
                norn,
                Map.of("NORN_HOME", home(home).toString()),
                List.of(norn.resolve("norn").toString(), "rehearse", "--yes", "--json"));
        var summary = tree(ended.output());
        var figures = new ArrayList<Figure>();
        figures.add(Figure.atMost(
                60,
                "a whole rehearsal, cold start to report",
                summary.path("seconds").asDouble(),
                "s",
                "once; %s; with the end of all processes %.1f s"
                        .formatted(summary.path("status").asText(), ended.seconds())));
        summary.path("startSeconds")
                .properties()
                .forEach(start -> figures.add(plain("start of " + start.getKey(), start.getValue(), "side by side")));
        summary.path("phaseSeconds").properties().forEach(phase -> figures.addAll(phase(phase)));
        return figures;
    }

    private static List<Figure> phase(Map.Entry<String, JsonNode> phase) {
        var spent = phase.getValue();
        return List.of(
                plain(phase.getKey(), spent.path("whole"), "first step's start to last step's end"),
                plain("  work of machines", spent.path("work"), ""),
                plain("  people", spent.path("people"), "while no machine's step was under way"),
                plain("  orchestration", spent.path("orchestration"), "a machine's step under way, nothing done"),
                plain("  planned waits", spent.path("waits"), "nothing under way"));
    }

    private static Figure plain(String name, JsonNode seconds, String how) {
        return Figure.plain("  " + name, seconds.asDouble(), "s", how);
    }

    private static JsonNode tree(String text) {
        try {
            return LenientJson.tree(text);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("no summary: " + text, unreadable);
        }
    }
}
