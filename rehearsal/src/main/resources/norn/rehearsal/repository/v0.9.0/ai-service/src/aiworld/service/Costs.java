package aiworld.service;

import aiworld.web.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the language models cost, from the record of the calls. */
final class Costs {
    private final Database database;
    private final String mode;

    Costs(Database database, String mode) {
        this.database = database;
        this.mode = mode;
    }

    /** Dollars for one story arc: the mode decides which model writes it. */
    static double ofOneArc(String mode) {
        return switch (mode) {
            case "economy" -> 0.04;
            case "quality" -> 0.85;
            default -> 0.21;
        };
    }

    Map<String, Object> describe() throws SQLException {
        return database.call(connection -> {
            List<Object> providers = new ArrayList<>();
            double today = 0;
            double total = 0;
            long callsToday = 0;
            ResultSet row = connection.createStatement().executeQuery("SELECT provider, "
                    + "coalesce(sum(cost_usd) FILTER (WHERE called_at > now() - interval '24 hours'), 0), "
                    + "count(*) FILTER (WHERE called_at > now() - interval '24 hours'), sum(cost_usd) "
                    + "FROM llm_calls GROUP BY provider ORDER BY provider");
            while (row.next()) {
                providers.add(Json.object("provider", row.getString(1), "daily_cost_usd", row.getDouble(2), "calls", row.getLong(3)));
                today += row.getDouble(2);
                callsToday += row.getLong(3);
                total += row.getDouble(4);
            }
            return Json.object("daily_cost_usd", round(today), "total_cost_usd", round(total), "calls_today", callsToday,
                    "budget_usd", 100.0, "optimization_mode", mode, "providers", providers);
        });
    }

    private static double round(double dollars) {
        return Math.round(dollars * 100) / 100.0;
    }
}
