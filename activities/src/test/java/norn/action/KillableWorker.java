package norn.action;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.run.ActionRunner;
import norn.action.run.Actions;

/** A worker that dies, as by kill -9, at a boundary or a sign of life: {@code ROOT PORT HOOK ACTION STEP DIES-AT [OPTION VALUE]...} */
public final class KillableWorker {
    private KillableWorker() {}

    public static void main(String[] words) {
        var harness = SmallEnvironment.harness(Path.of(words[0]), Integer.parseInt(words[1]), words[2]);
        var options = new LinkedHashMap<String, Object>();
        for (var i = 6; i + 1 < words.length; i += 2) {
            options.put(words[i], words[i + 1]);
        }
        var pairs = options.entrySet().stream()
                .flatMap(option -> List.of(option.getKey(), option.getValue()).stream())
                .toArray();
        var heartbeats = new Heartbeats() {
            @Override
            public void heartbeat(String progress) {
                dieAt(words[5], progress);
            }

            @Override
            public int tryNumber() {
                return 1;
            }
        };
        new ActionRunner(harness.host(), Clock.systemUTC(), Actions.known(), place -> dieAt(words[5], place))
                .run(words[3], harness.order(words[4], pairs), heartbeats);
    }

    private static void dieAt(String here, String place) {
        if (place.contains(here)) {
            Runtime.getRuntime().halt(KilledJvm.KILLED_EXIT_CODE);
        }
    }
}
