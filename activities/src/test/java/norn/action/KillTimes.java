package norn.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** When processes are killed, drawn by seed: six times, and twenty with {@code --full}. */
public final class KillTimes {
    private static final int KILLS = Boolean.getBoolean("norn.full") ? 20 : 6;

    private KillTimes() {}

    /** One in each of as many equal parts of that time, in no order: a few are spread as well as many. */
    public static List<Duration> within(Duration time, Random random) {
        var part = time.toNanos() / KILLS;
        var parts = new ArrayList<>(IntStream.range(0, KILLS).boxed().toList());
        Collections.shuffle(parts, random);
        return parts.stream()
                .map(number -> Duration.ofNanos(part * number + random.nextLong(part)))
                .toList();
    }
}
