package aiworld.service;

import aiworld.web.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** What players did. A write is in the database, committed, before it is confirmed; sent twice, it is there once. */
final class PlayerWrites {
    private final Database database;

    PlayerWrites(Database database) {
        this.database = database;
    }

    void store(String id, String player, String action, String payload) throws SQLException {
        database.call(connection -> {
            if (insert(connection, id, player, action, payload) == 1) {
                touch(connection, player);
            }
            return null;
        });
    }

    private static int insert(Connection connection, String id, String player, String action, String payload)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO player_actions (write_id, player, action, payload) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, id);
            insert.setString(2, player);
            insert.setString(3, action);
            insert.setString(4, payload);
            return insert.executeUpdate();
        }
    }

    private static void touch(Connection connection, String player) throws SQLException {
        try (PreparedStatement touch = connection.prepareStatement("INSERT INTO players (name, zone, experience, last_seen_at) "
                + "VALUES (?, 'prontera', 1, now()) ON CONFLICT (name) DO UPDATE "
                + "SET experience = players.experience + 1, zone = EXCLUDED.zone, last_seen_at = now()")) {
            touch.setString(1, player);
            touch.executeUpdate();
        }
    }

    /** What is stored under an id, or null. */
    Map<String, Object> find(String id) throws SQLException {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT player, action, payload FROM player_actions WHERE write_id = ?")) {
                query.setString(1, id);
                ResultSet row = query.executeQuery();
                return row.next()
                        ? Json.object("write_id", id, "player", row.getString(1), "action", row.getString(2), "payload", row.getString(3))
                        : null;
            }
        });
    }
}
