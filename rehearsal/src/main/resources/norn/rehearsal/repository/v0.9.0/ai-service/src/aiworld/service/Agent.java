package aiworld.service;

import aiworld.web.Json;
import aiworld.web.Log;
import java.time.Instant;
import java.util.Map;

/** One of the agents that keep the world alive. */
final class Agent {

    /** What an agent does when its turn comes. */
    interface Duty {
        void run() throws Exception;
    }

    private final String name;
    private final String kind;
    private final Duty duty;
    private String status = "starting";
    private String lastError = "";
    private long runs;
    private long failures;
    private Instant lastRun = Instant.EPOCH;

    Agent(String name, String kind, Duty duty) {
        this.name = name;
        this.kind = kind;
        this.duty = duty;
    }

    synchronized void run() {
        try {
            duty.run();
            status = "active";
        } catch (Exception e) {
            failures++;
            if (!e.toString().equals(lastError)) {
                Log.error("agent " + name + " failed: " + e);
            }
            lastError = e.toString();
            status = "error";
        }
        runs++;
        lastRun = Instant.now();
    }

    synchronized boolean active() {
        return status.equals("active");
    }

    synchronized long runs() {
        return runs;
    }

    synchronized long failures() {
        return failures;
    }

    synchronized Map<String, Object> describe() {
        return Json.object("name", name, "kind", kind, "status", status, "runs", runs, "failures", failures,
                "last_run", lastRun.toString(), "last_error", lastError.isEmpty() ? null : lastError);
    }
}
