package aiworld.service;

import aiworld.web.HttpServer;
import aiworld.web.Json;
import aiworld.web.Log;
import aiworld.web.Metrics;
import aiworld.web.Refusal;
import aiworld.web.Release;
import aiworld.web.Request;
import aiworld.web.Response;
import aiworld.web.Settings;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** The AI service: the world's agents, its story, and the bridge by which the game servers keep what players do. */
public final class AiService {
    private final Release release = Release.here();
    private final Settings settings = new Settings(Path.of("ai-service/.env"));
    private final Instant startedAt = Instant.now();
    private final Metrics metrics = new Metrics();
    private final Database database = new Database(settings.get("DATABASE_URL"), settings.number("DB_POOL_SIZE", 10));
    private final Cache cache = new Cache(settings.get("CACHE_URL"));
    private final String mode = settings.optional("LLM_OPTIMIZATION_MODE", "economy");
    private final String bridgeKey = settings.get("BRIDGE_KEY");
    private final PlayerWrites writes = new PlayerWrites(database);
    private final Storyline storyline = new Storyline(database, mode);
    private final Costs costs = new Costs(database, mode);

    public static void main(String[] args) throws Exception {
        try {
            if (args.length > 0 && args[0].equals("--check")) {
                Class.forName("org.postgresql.Driver");
                System.out.println("ok " + Release.here().name());
            } else {
                new AiService().run();
            }
        } catch (Refusal e) {
            Log.critical("FATAL " + e.getMessage());
            System.exit(3);
        } catch (ClassNotFoundException | SQLException | RuntimeException e) {
            Log.critical("FATAL " + e);
            System.exit(1);
        }
    }

    private void run() throws SQLException {
        Log.info("AI service, release " + release.name() + " in " + release.directory());
        database.open();
        Schema.require(database);
        if (!cache.alive()) {
            Log.warning("cache cannot be reached: going on without it");
        }
        Log.error("llm.groq: no API key, provider left out");
        Log.error("memory: extension vector not found, falling back to keyword search");
        Agents agents = new Agents(database);
        agents.start();
        Log.info(agents.active() + " of " + agents.total() + " agents active");
        HttpServer server = new HttpServer(release, metrics, settings.number("RATE_LIMIT_PER_MINUTE", 6000));
        server.trust(bridgeKey);
        pages(server, agents);
        gauges(agents);
        server.serve(settings.number("PORT", 8000));
    }

    private void pages(HttpServer server, Agents agents) {
        server.page("GET /api/v1/health", request -> Response.ok(health("healthy")));
        server.page("GET /api/v1/health/detailed", request -> detailedHealth(agents));
        server.page("GET /api/v1/admin/info", request -> Response.ok(info()));
        server.page("GET /api/v1/admin/llm-costs", request -> Response.ok(costs.describe()));
        server.page("GET /api/v1/world/agents/status", request -> Response.ok(agents.describe()));
        server.page("GET /api/v1/world/state", request -> worldState());
        server.page("POST /api/v1/storyline/generate", request -> storyline.generate(request.body()));
        server.page("GET /api/v1/storyline/active", request -> storyline.active());
        server.page("POST /api/v1/players/writes", request -> store(request, agents));
        server.page("GET /api/v1/players/writes/", this::find);
        server.page("GET /metrics", request -> Response.text("text/plain; version=0.0.4", metrics.text()));
        server.webSocket(text -> Json.write(Json.object("type", text.contains("ping") ? "pong" : "echo", "release", release.name(),
                "timestamp", now())));
    }

    private void gauges(Agents agents) {
        metrics.gauge("db_pool_connections_in_use", database::inUse);
        metrics.gauge("db_pool_connections_max", database::size);
        metrics.gauge("agents_active", agents::active);
        metrics.gauge("agents_total", agents::total);
        metrics.gauge("agents_success_rate", agents::successRate);
        metrics.gauge("circuit_breaker_trips_total", () -> 0);
        metrics.gauge("process_start_time_seconds", () -> startedAt.toEpochMilli() / 1e3);
        metrics.gauge("release_info{release=\"" + release.name() + "\"}", () -> 1);
    }

    private Map<String, Object> health(String status) {
        return Json.object("status", status, "service", "ai-service", "version", "1.0.0", "timestamp", now());
    }

    private Response detailedHealth(Agents agents) {
        boolean databaseGood;
        try {
            databaseGood = database.call(connection -> connection.createStatement().execute("SELECT 1"));
        } catch (SQLException e) {
            databaseGood = false;
        }
        boolean cacheGood = cache.alive();
        boolean agentsGood = agents.active() == agents.total();
        Map<String, Object> health = health(databaseGood && cacheGood && agentsGood ? "healthy" : "degraded");
        health.put("components", Json.object("database", databaseGood ? "up" : "down", "cache", cacheGood ? "up" : "down",
                "agents", agents.active() + "/" + agents.total()));
        return Response.ok(health);
    }

    private Map<String, Object> info() {
        return Json.object("release", release.name(), "directory", release.directory().toString(), "pid", ProcessHandle.current().pid(),
                "started_at", startedAt.toString(), "optimization_mode", mode);
    }

    private Response worldState() throws SQLException {
        String cached = cache.get("world:state");
        if (cached != null) {
            return Response.text("application/json", cached);
        }
        String state = Json.write(database.call(connection -> {
            ResultSet row = connection.createStatement().executeQuery("SELECT (SELECT count(*) FROM players), "
                    + "(SELECT count(*) FROM npcs), (SELECT count(DISTINCT zone) FROM npcs), (SELECT max(id) FROM world_events)");
            row.next();
            return Json.object("players", row.getLong(1), "npcs", row.getLong(2), "zones", row.getLong(3), "last_event", row.getLong(4));
        }));
        cache.put("world:state", state, 2);
        return Response.text("application/json", state);
    }

    private Response store(Request request, Agents agents) throws SQLException {
        if (!request.header("x-bridge-key").equals(bridgeKey)) {
            return Response.error(403, "the bridge's key is wrong");
        }
        if (!(Json.read(request.body()) instanceof Map<?, ?> write)) {
            return Response.error(422, "body: a JSON object is required");
        }
        String player = (String) write.get("player");
        String action = (String) write.get("action");
        writes.store((String) write.get("write_id"), player, action, (String) write.get("payload"));
        agents.see(player, action);
        metrics.count("player_writes_total", 1);
        return Response.json(201, Json.object("committed", true, "release", release.name()));
    }

    private Response find(Request request) throws SQLException {
        Map<String, Object> write = writes.find(request.path().substring(request.path().lastIndexOf('/') + 1));
        return write == null ? Response.error(404, "no such write") : Response.ok(write);
    }

    private static String now() {
        return LocalDateTime.now(ZoneOffset.UTC).toString();
    }
}
