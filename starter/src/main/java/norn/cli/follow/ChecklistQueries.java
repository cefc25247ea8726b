package norn.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import norn.cli.terminal.SafeText;
import norn.client.Connection;
import norn.client.Json;
import norn.report.Checklist;

/** Asks deployments how they stand. */
public final class ChecklistQueries {
    private final Connection connection;

    /** Asks over that connection. */
    public ChecklistQueries(Connection connection) {
        this.connection = connection;
    }

    /** The answer, harmless for a terminal. */
    public JsonNode tree(String deployment) {
        return SafeText.tree(connection.workflow(deployment).query("checklist", JsonNode.class));
    }

    /** The report of that deployment, likewise. */
    public String report(String deployment) {
        return SafeText.text(connection.workflow(deployment).query("report", String.class));
    }

    /** How the deployment stands, with the running phase's newest steps. */
    public Checklist newest(String deployment) {
        return withNewestSteps(Json.read(tree(deployment), Checklist.class));
    }

    /** A deployment hears of the running phase's steps a section at a time; the phase itself knows them as they are. */
    Checklist withNewestSteps(Checklist whole) {
        var phase = whole.phase();
        if (phase == null || Ending.isFinal(whole.status())) {
            return whole;
        }
        try {
            return merged(whole, Json.read(tree(whole.deployment() + "/" + phase.id()), Checklist.class));
        } catch (RuntimeException notYetOrOver) {
            return whole;
        }
    }

    private static Checklist merged(Checklist whole, Checklist phase) {
        var newest = new LinkedHashMap<String, Checklist.Line>();
        phase.steps().forEach(line -> newest.put(line.id(), line));
        var steps = new ArrayList<Checklist.Line>();
        whole.steps().forEach(line -> steps.add(newest.getOrDefault(line.id(), line)));
        return new Checklist(
                whole.deployment(),
                whole.environment(),
                whole.release(),
                whole.previousRelease(),
                whole.phase(),
                whole.status(),
                phase.asOf(),
                phase.t0() == null ? whole.t0() : phase.t0(),
                phase.goLiveAt() == null ? whole.goLiveAt() : phase.goLiveAt(),
                whole.waiting(),
                steps,
                whole.refused(),
                whole.incidents());
    }
}
