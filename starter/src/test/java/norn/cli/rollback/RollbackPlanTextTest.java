package norn.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.cli.rollback.RollbackPlan.PlannedStep;
import norn.cli.terminal.Style;
import norn.runbook.RollbackMode;
import org.junit.jupiter.api.Test;

class RollbackPlanTextTest {
    @Test
    void facts_first_then_the_steps_then_how_to_do_it() {
        var survey = new LinkedHashMap<String, Object>();
        survey.put("active", "v1.0.0");
        survey.put("target", "v0.9.0");
        survey.put("databases", List.of("game", "game__prev_1"));
        survey.put("services", Map.of("dashboard", "up"));
        survey.put("minutesSince", null);
        survey.put("cost", "12 rows");
        var plan = new RollbackPlan(
                "production",
                RollbackMode.DATABASE,
                survey,
                "back to v0.9.0: code and database; 12 rows",
                List.of(
                        new PlannedStep("consent", "Players first", "Shall it be?", true, true),
                        new PlannedStep("notify", "Players first", "Notify the players", false, false),
                        new PlannedStep("restore", "Restore", "Restore the old one", true, false)));

        assertThat(new RollbackPlanText(plan, "norn rollback production --mode database --to v0.9.0", new Style(false))
                        .lines())
                .containsExactly(
                        "production: back to v0.9.0: code and database; 12 rows",
                        "",
                        "  active now   v1.0.0",
                        "  target       v0.9.0",
                        "  databases    game, game__prev_1",
                        "  services     dashboard up",
                        "  cost         12 rows",
                        "",
                        "  Players first",
                        "    ?  consent  Shall it be?",
                        "    -  notify   not needed",
                        "",
                        "  Restore",
                        "    *  restore  Restore the old one",
                        "",
                        "  * a machine does it, ? people are asked",
                        "",
                        "Nothing was changed. To roll back:",
                        "  norn rollback production --mode database --to v0.9.0 --reason TEXT");
    }
}
