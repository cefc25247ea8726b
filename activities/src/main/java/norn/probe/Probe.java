package norn.probe;

import java.util.List;
import norn.yaml.KindField;

/** A check of the running installation. Each kind is one record: its settings, what it refuses in them, and how it is run. */
@KindField("kind")
public sealed interface Probe permits HttpProbe, WebSocketProbe, TcpProbe, SqlProbe, LogProbe, CommandProbe {
    /** Runs it once. */
    ProbeResult run(ProbeRun run) throws InterruptedException;

    /** What it reads of the environment file beside its own settings. */
    default List<String> references() {
        return List.of();
    }

    /** Whether it may be run again and again: it costs nothing and changes nothing. */
    default boolean isRepeatable() {
        return true;
    }
}
