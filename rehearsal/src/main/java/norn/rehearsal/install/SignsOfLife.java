package norn.rehearsal.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a program and its children have done so far. One that waits for an answer does almost nothing, whatever its retries write.
 *
 * @param outputBytes what they have printed
 * @param movedBytes what those that live have read and written, files and connections; 0 where the system does not say
 * @param processor the processor time of those that live
 */
record SignsOfLife(long outputBytes, long movedBytes, Duration processor) {
    /** Less is what a connection that brings nothing costs: a handshake, the certificates that are read for it. */
    private static final long MIN_MOVED_BYTES = 64 * 1024;

    private static final Duration MIN_PROCESSOR = Duration.ofSeconds(1);

    static SignsOfLife of(ProcessHandle process, File output) {
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        return new SignsOfLife(
                output.length(),
                all.stream().mapToLong(SignsOfLife::moved).sum(),
                all.stream()
                        .flatMap(one -> one.info().totalCpuDuration().stream())
                        .reduce(Duration.ZERO, Duration::plus));
    }

    private static long moved(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "io")).stream()
                    .filter(line -> line.startsWith("rchar: ") || line.startsWith("wchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                    .sum();
        } catch (IOException goneOrUnknown) {
            return 0;
        }
    }

    /** Whether they have done anything since: also that one of them ended, which makes the sums less. */
    boolean showsWorkSince(SignsOfLife earlier) {
        var moved = movedBytes - earlier.movedBytes;
        var worked = processor.minus(earlier.processor);
        return outputBytes != earlier.outputBytes
                || moved < 0
                || moved >= MIN_MOVED_BYTES
                || worked.isNegative()
                || worked.compareTo(MIN_PROCESSOR) >= 0;
    }
}
