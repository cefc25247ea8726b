package norn.cli.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.EnvironmentFile;
import norn.catalog.Environments;
import norn.catalog.PlanMaker;
import norn.environment.HostReader;
import norn.plan.Problem;
import norn.yaml.InvalidConfiguration;

/** Everything that is wrong with an environment as its files say it; nothing is connected to. */
public final class EnvironmentProblems {
    private EnvironmentProblems() {}

    /** The problems of that environment of the folder: its file, its secrets, its runbook, and the plan that they come to. */
    public static List<Problem> of(Path folder, String name) {
        try {
            return of(folder, new Environments(List.of(folder)).environment(name));
        } catch (InvalidConfiguration invalid) {
            return invalid.problems();
        }
    }

    static List<Problem> of(Path folder, EnvironmentFile environment) {
        var problems = new ArrayList<Problem>();
        new HostReader(Actions.sections(), System.getenv()).read(environment.environment(), environment.host());
        problems.addAll(environment.host().problems().list());
        try {
            var runbook = new Catalog(folder, Actions.known()).runbook(environment);
            PlanMaker.make(new PlanMaker.Request("v0", null, List.of(), ""), runbook, environment, Actions.known());
        } catch (InvalidConfiguration invalid) {
            problems.addAll(invalid.problems());
        }
        return problems;
    }
}
