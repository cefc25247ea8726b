package norn.bench.faults;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * What decides which faults are tried: the same seeds give the same faults.
 *
 * @param seeds how many
 * @param first the first one; the others follow it
 * @param progress receives what is done, a line each
 */
record Draw(int seeds, long first, Consumer<String> progress) {
    List<Long> all() {
        return LongStream.range(first, first + seeds).boxed().toList();
    }

    static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    void said(String line) {
        progress.accept(line);
    }
}
