package aiworld.service;

import aiworld.web.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The agents that the database names, and their turns: all of them, twice a second. */
final class Agents {
    private final Database database;
    private final List<Agent> agents;
    private final List<Agent> watchers = new ArrayList<>();
    private int turn;
    private int next;

    Agents(Database database) throws SQLException {
        this.database = database;
        this.agents = database.call(connection -> {
            List<Agent> found = new ArrayList<>();
            try (ResultSet rows = connection.createStatement()
                    .executeQuery("SELECT name, kind, memory_capacity, sees_players FROM agents WHERE enabled ORDER BY name")) {
                while (rows.next()) {
                    Agent.Duty duty = duty(rows.getString(2));
                    boolean watches = rows.getBoolean(4);
                    Agent agent = new Agent(rows.getString(1), rows.getString(2), rows.getInt(3), watches ? recallFirst(duty) : duty);
                    found.add(agent);
                    if (watches) {
                        watchers.add(agent);
                    }
                }
            }
            return found;
        });
    }

    private Agent.Duty duty(String kind) {
        return switch (kind) {
            case "world" -> this::happen;
            case "social", "economy", "director", "system" -> () -> {};
            default -> throw new IllegalArgumentException("no duty for agents of kind " + kind);
        };
    }

    /** Agents that watch players look first at what is remembered of them. */
    private Agent.Duty recallFirst(Agent.Duty duty) {
        boolean[] recalled = new boolean[1];
        return () -> {
            if (!recalled[0]) {
                database.call(connection -> connection.createStatement().executeQuery("SELECT count(*) FROM search_memories(1, 'day')").next());
                recalled[0] = true;
            }
            duty.run();
        };
    }

    /** Something happens in the world, now and then, and is a problem for somebody. */
    private void happen() throws SQLException {
        if (turn % 40 != 0) {
            return;
        }
        database.call(connection -> connection.createStatement()
                .executeUpdate("WITH event AS (INSERT INTO world_events (kind, zone, severity, description) "
                        + "SELECT 'weather', name, 4, 'flood in ' || name FROM zones ORDER BY random() LIMIT 1 RETURNING *) "
                        + "INSERT INTO world_problems (zone_id, event_id, title, severity) "
                        + "SELECT zones.id, event.id, event.description, event.severity FROM event JOIN zones ON zones.name = event.zone"));
    }

    void start() {
        runAll();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "agents");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::runAll, 500, 500, TimeUnit.MILLISECONDS);
    }

    private void runAll() {
        turn++;
        agents.forEach(Agent::run);
    }

    /** A player did something: one of the agents that watch players remembers it. */
    synchronized void see(String player, String action) {
        if (!watchers.isEmpty()) {
            watchers.get(next++ % watchers.size()).see(player + " did " + action);
        }
    }

    long active() {
        return agents.stream().filter(Agent::active).count();
    }

    long total() {
        return agents.size();
    }

    double successRate() {
        long runs = agents.stream().mapToLong(Agent::runs).sum();
        long failures = agents.stream().mapToLong(Agent::failures).sum();
        return runs == 0 ? 0 : (double) (runs - failures) / runs;
    }

    Map<String, Object> describe() {
        return Json.object("agents", agents.stream().map(Agent::describe).toList(), "total", total(), "active", active(),
                "success_rate", successRate());
    }
}
