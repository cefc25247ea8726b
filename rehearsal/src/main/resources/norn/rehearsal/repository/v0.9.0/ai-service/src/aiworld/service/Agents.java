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
    private int turn;

    Agents(Database database) throws SQLException {
        this.database = database;
        this.agents = database.call(connection -> {
            List<Agent> found = new ArrayList<>();
            try (ResultSet rows = connection.createStatement()
                    .executeQuery("SELECT name, kind FROM agents WHERE enabled ORDER BY name")) {
                while (rows.next()) {
                    found.add(new Agent(rows.getString(1), rows.getString(2), duty(rows.getString(2))));
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

    /** Something happens in the world, now and then. */
    private void happen() throws SQLException {
        if (turn % 40 != 0) {
            return;
        }
        database.call(connection -> connection.createStatement()
                .executeUpdate("INSERT INTO world_events (kind, zone, severity, description) "
                        + "SELECT 'weather', zone, 1, 'rain over ' || zone FROM npcs ORDER BY id LIMIT 1"));
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

    /** A player did something. */
    void see(String player, String action) {}

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
