package aiworld.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** So many requests a minute from one address; 0 is no limit. */
final class RateLimit {
    private final int perMinute;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private long minute;

    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Seconds to wait, or 0 where the request may pass. */
    int secondsToWait(String address) {
        if (perMinute == 0) {
            return 0;
        }
        long seconds = System.currentTimeMillis() / 1000;
        synchronized (this) {
            if (minute != seconds / 60) {
                minute = seconds / 60;
                counts.clear();
            }
        }
        int count = counts.computeIfAbsent(address, a -> new AtomicInteger()).incrementAndGet();
        return count <= perMinute ? 0 : (int) (60 - seconds % 60);
    }
}
