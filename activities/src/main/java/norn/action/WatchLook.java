package norn.action;

import java.time.Duration;

/**
 * That a watch has just taken a sample.
 *
 * @param known how many measures had data
 * @param unknown how many had none
 * @param gap how long nobody had looked before it; zero: it came in time
 */
public record WatchLook(int known, int unknown, Duration gap) {}
