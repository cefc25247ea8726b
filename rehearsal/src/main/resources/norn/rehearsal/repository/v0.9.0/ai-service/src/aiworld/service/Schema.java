package aiworld.service;

import aiworld.web.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Whether the database has what this release needs. */
final class Schema {
    private static final List<String> NEEDED = List.of("players", "npcs", "player_actions", "agents", "story_arcs", "llm_calls");

    private Schema() {}

    static void require(Database database) throws SQLException {
        database.call(connection -> {
            for (String table : NEEDED) {
                ResultSet row = connection.createStatement().executeQuery("SELECT to_regclass('public." + table + "')");
                row.next();
                if (row.getString(1) == null) {
                    throw new Refusal("schema: table " + table + " is missing", null);
                }
            }
            return null;
        });
    }
}
