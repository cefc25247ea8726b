package aiworld.service;

import aiworld.web.Json;
import aiworld.web.Log;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private final int memoryCapacity;
    private final List<String> seen = new ArrayList<>();
    private final Deque<String> memory = new ArrayDeque<>();
    private String status = "starting";
    private String lastError = "";
    private long runs;
    private long failures;
    private Instant lastRun = Instant.EPOCH;

    Agent(String name, String kind, int memoryCapacity, Duty duty) {
        this.name = name;
        this.kind = kind;
        this.duty = duty;
        this.memoryCapacity = memoryCapacity;
    }

    synchronized void run() {
        try {
            digest();
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

    synchronized void see(String what) {
        seen.add(what);
    }

    /** What was seen becomes memory, and the oldest memories go. */
    private void digest() {
        memory.addAll(seen);
        seen.clear();
        while (memory.size() > memoryCapacity) memory.removeFirst();
        if (memory.size() > memoryCapacity) {
            throw new IllegalStateException("memory is over its budget of " + memoryCapacity);
        }
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
                "memories", memory.size(), "last_run", lastRun.toString(), "last_error", lastError.isEmpty() ? null : lastError);
    }
}
