package norn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** One part of the benchmark at work. */
interface Measurement {
    /**
     * Measures.
     *
     * @param home an empty folder of its own
     * @param progress receives what is done, a line each
     */
    List<Figure> measure(Path home, Consumer<String> progress);
}
