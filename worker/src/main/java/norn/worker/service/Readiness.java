package norn.worker.service;

import java.util.List;

/**
 * Whether the worker could carry a deployment out now.
 *
 * @param state {@code ready}, {@code not ready}, {@code standing by} or {@code stopping}
 * @param reasons why it is not ready; empty: it is. They name environments, and nothing that their files hold
 */
record Readiness(String state, List<String> reasons) {
    Readiness {
        reasons = List.copyOf(reasons);
    }

    static Readiness ready() {
        return new Readiness("ready", List.of());
    }

    static Readiness notReady(List<String> reasons) {
        return reasons.isEmpty() ? ready() : new Readiness("not ready", reasons);
    }

    static Readiness standingBy(String reason) {
        return new Readiness("standing by", List.of(reason));
    }

    static Readiness stopping() {
        return new Readiness("stopping", List.of("it takes no more tasks, and ends"));
    }

    boolean isReady() {
        return reasons.isEmpty();
    }
}
