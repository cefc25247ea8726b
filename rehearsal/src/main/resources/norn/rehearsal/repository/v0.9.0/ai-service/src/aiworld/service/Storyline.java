package aiworld.service;

import aiworld.web.Json;
import aiworld.web.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Story arcs. Generating one costs money at a language model's provider, so it is refused while one is active. */
final class Storyline {
    private final Database database;
    private final String mode;

    Storyline(Database database, String mode) {
        this.database = database;
        this.mode = mode;
    }

    Response generate(String body) throws SQLException {
        Object wish;
        try {
            wish = Json.read(body);
        } catch (IllegalArgumentException e) {
            wish = null;
        }
        if (!(wish instanceof Map<?, ?>)) {
            return Response.error(422, "body: a JSON object is required");
        }
        return database.call(connection -> {
            Statement statement = connection.createStatement();
            statement.execute("LOCK TABLE story_arcs IN SHARE ROW EXCLUSIVE MODE");
            if (statement.executeQuery("SELECT 1 FROM story_arcs WHERE status = 'active'").next()) {
                return Response.error(400, "a story arc is already active");
            }
            statement.executeUpdate("INSERT INTO llm_calls (provider, purpose, tokens, cost_usd) VALUES "
                    + "('openai', 'storyline', 8200, " + Costs.ofOneArc(mode) + ")");
            ResultSet arc = statement.executeQuery("INSERT INTO story_arcs (title, status, started_at) VALUES "
                    + "('The bells of Geffen', 'active', now()) RETURNING id, title");
            arc.next();
            return Response.ok(Json.object("success", true, "arc_id", arc.getLong(1), "title", arc.getString(2), "status", "active"));
        });
    }

    Response active() throws SQLException {
        return database.call(connection -> {
            ResultSet arc = connection.createStatement()
                    .executeQuery("SELECT id, title, started_at FROM story_arcs WHERE status = 'active'");
            return Response.ok(Json.object("active", arc.next()
                    ? Json.object("arc_id", arc.getLong(1), "title", arc.getString(2), "started_at", arc.getString(3))
                    : null));
        });
    }
}
